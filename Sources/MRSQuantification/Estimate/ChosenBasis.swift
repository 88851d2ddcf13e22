import Foundation
import MRSCore
import MRSFormats
import MRSProfile

/// The basis a signal is fitted with, and where it is from. Where it is from decides nothing about the fit.
struct ChosenBasis: Sendable {
  let basis: ScaledBasis
  /// Of the file or the files of a folder, or of a simulated basis as JSON.
  let sha256: String
  let source: String
  let doubts: [Doubt]

  /// Reads a basis of any known format for a signal of the given acquisition.
  /// - Parameter overrides: the dwell time and frequency of .RAW files that hold none.
  /// - Throws: `FormatError`, ``QuantifyError/basisField(basis:megahertz:file:fileMegahertz:)``.
  init(
    reading url: URL, for acquisition: Acquisition, of file: String, overrides: SignalOverrides = .none
  ) throws {
    let basisFile = try BasisFile(contentsOf: url, overrides: overrides)
    let read = basisFile.basis
    let name = url.lastPathComponent
    var doubts = basisFile.doubts.map { Doubt.inFile(name, $0) }
    let own = read.acquisition.spectrometerFrequency.megahertz
    let megahertz = acquisition.spectrometerFrequency.megahertz
    guard abs(own / megahertz - 1) <= 0.005 else {
      throw QuantifyError.basisField(basis: name, megahertz: own, file: file, fileMegahertz: megahertz)
    }
    if let made = read.acquisition.echoTime, let measured = acquisition.echoTime, abs(made - measured) > 0.001 {
      doubts.append(.basisEchoTime(basis: made, signal: measured))
    }
    if let made = read.acquisition.sequence, let measured = acquisition.sequence, !made.contains(measured) {
      doubts.append(.basisSequence(basis: made, signal: measured))
    }
    basis = ScaledBasis(read, linewidth: basisFile.linewidth?.hertz)
    // The hash that network cards carry is that of the values of a simulated basis; a file's is that of its bytes.
    sha256 =
      basisFile.format == .hepatica ? BasisDigest(read).sha256 : try Artefact(of: basisFile.files, in: url).sha256
    source = name
    self.doubts = doubts
  }

  /// The simulated basis of a protocol.
  init(simulated basis: BasisSet) {
    self.basis = ScaledBasis(basis)
    sha256 = BasisDigest(basis).sha256
    source = "simulated, \(basis.source)"
    doubts = []
  }
}
