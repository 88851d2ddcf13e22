import Foundation
import MRSCore
import MRSFormats
import MRSQuantification
import MRSSynthesis

/// The quantification of one spectrum of a batch.
struct SpectrumJob: Job {
  /// What the spectra of a batch share.
  struct Shared: Sendable {
    let quantifier: ScanQuantifier
    let request: QuantifyRequest
    let stored: [URL: StoredSpectra]
    let artefacts: [URL: Artefact]
  }

  static let kind = "quantify one spectrum"

  /// The place in the batch, from 0.
  let index: Int
  let item: BatchItem

  /// What was found, or the error: a spectrum that cannot be quantified ends no batch.
  /// - Throws: `CancellationError` only.
  func product(sharing shared: Shared, stream: RandomStream) async throws -> BatchRecord {
    // Spectra are the unit of parallel work: none takes more than one task.
    let quantifier = shared.quantifier.single(drawingFrom: stream)
    var place: SignalPlace?
    if case .part(_, let own, _) = item.source { place = own }
    do {
      let scan: QuantifiedScan
      switch item.source {
      case .file(let file, let water):
        var request = shared.request
        (request.file, request.water) = (file, water)
        scan = try await quantifier.quantify(request)
      case .part(let file, let own, let water):
        var request = shared.request
        (request.file, request.water, request.place) = (file, water, own)
        scan = try await quantifier.quantify(request)
      case .stored(let file, let number):
        guard let spectra = shared.stored[file], let artefact = shared.artefacts[file] else {
          throw FormatError.unreadable(path: file.path, reason: "it was not opened")
        }
        scan = try await quantifier.quantify(
          stored: try spectra.spectra(in: number..<number + 1)[0].fid, of: artefact, shared.request)
      }
      return BatchRecord(index: index, spectrum: item.name, place: place, scan)
    } catch let error as CancellationError {
      throw error
    } catch {
      return BatchRecord(index: index, spectrum: item.name, place: place, error: "\(error)")
    }
  }
}
