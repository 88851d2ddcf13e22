import Crypto
import Foundation
import MRSCore
import MRSFitting
import MRSModel
import MRSNetworks
import MRSReport
import MRSSynthesis

extension StageContext {
  /// What is left of a batch's settings once its items stand for the files.
  private struct BatchKey: Encodable {
    let items: [[String]]
    let files: [Artefact]
    let settings: [String]
    let studyProtocol: StudyProtocol
    let versions: Versions
  }

  /// Quantifies many spectra on ``tasks`` tasks and leaves `results.csv` and `results.jsonl`, in the order of the items,
  /// in a run folder.
  ///
  /// A spectrum that cannot be quantified has its error in the tables. What is finished is kept beside the folder, so that
  /// the same batch, stopped in whatever way, goes on where it was; the result's bytes do not depend on that, nor on the
  /// number of tasks.
  ///
  /// - Parameters:
  ///   - request: how; its `file` and `water` are not used.
  ///   - onFinished: told how many spectra are finished, after each; what it throws stops the batch.
  /// - Returns: the records, in order.
  /// - Throws: ``QuantifyBatchError``, `PipelineError`; what concerns all spectra, as ``quantify(_:)``.
  @discardableResult
  public func quantify(
    batch items: [BatchItem], by request: QuantifyRequest, to destination: URL, force: Bool = false,
    arguments: [String],
    onFinished: (Int) throws -> Void = { _ in }
  ) async throws -> [BatchRecord] {
    if !force, FileManager.default.fileExists(atPath: destination.path) {
      throw PipelineError.folderExists(destination.path)
    }
    let files = BatchItem.files(of: items)
    let shared = try sources(of: items, request)
    let key = try key(of: items, files: files, request)
    let journal = try BatchJournal(for: destination, key: key, count: items.count, force: force)
    let left = items.indices.filter { journal.finished[$0] == nil }
    let reporter = ProgressReporter("Quantifying", total: left.count, unit: "spectra", style: progress)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]

    do {
      try await withThrowingTaskGroup(of: BatchRecord.self) { group in
        var next = left.makeIterator()
        func begin() {
          guard !Task.isCancelled, let index = next.next() else { return }
          group.addTask {
            return try await record(of: items[index], index, shared)
          }
        }
        for _ in 0..<tasks { begin() }
        while let record = try await group.next() {
          try journal.append(try encoder.encode(record), index: record.index)
          reporter.advance()
          try onFinished(journal.finished.count)
          begin()
        }
      }
      try Task.checkCancellation()
    } catch is CancellationError {
      throw QuantifyBatchError.interrupted(
        folder: BatchJournal.place(for: destination).path, finished: journal.finished.count, total: items.count)
    }
    reporter.finish()

    let lines = items.indices.compactMap { journal.finished[$0] }
    let records = try lines.map { try JSONDecoder().decode(BatchRecord.self, from: $0) }
    try await RunFolder.run(at: destination, force: force) { run in
      for file in files where FileManager.default.fileExists(atPath: file.path) { try run.record(input: file) }
      for file in [request.basis, request.prior].compactMap({ $0 }) { try run.record(input: file) }
      let failed = records.count { $0.error != nil }
      if failed > 0 { run.warn("\(failed) of \(records.count) spectra could not be quantified") }
      try run.write(Data(try Table(of: records).csv().utf8), to: "results.csv")
      try run.write(lines.reduce(into: Data()) { $0 += $1 + [0x0A] }, to: "results.jsonl")
      try run.finish(
        .init(verb: "quantify", arguments: arguments, threads: tasks), seed: nil, resolved: studyProtocol)
    }
    journal.remove()
    return records
  }

  /// What the spectra of a batch share.
  private struct Sources: Sendable {
    let request: QuantifyRequest
    let stored: [URL: StoredSpectra]
    let artefacts: [URL: Artefact]
  }

  private func sources(of items: [BatchItem], _ request: QuantifyRequest) throws -> Sources {
    var request = request
    request.bases = BasisCache()
    var stored: [URL: StoredSpectra] = [:]
    var artefacts: [URL: Artefact] = [:]
    for case .stored(let file, _) in items.map(\.source) where stored[file] == nil {
      stored[file] = try StoredSpectra(contentsOf: file)
      artefacts[file] = try Artefact(of: file)
    }
    return Sources(request: request, stored: stored, artefacts: artefacts)
  }

  /// The SHA-256 of all that the results depend on. A file that cannot be read counts by its name: its spectrum will have
  /// an error.
  private func key(of items: [BatchItem], files: [URL], _ request: QuantifyRequest) throws -> String {
    var inputs = files.compactMap { try? Artefact(of: $0) }
    inputs += try [request.basis, request.prior].compactMap { $0 }.map { try Artefact(of: $0) }
    if let network = request.network {
      inputs +=
        FileManager.default.enumerator(at: network, includingPropertiesForKeys: nil)?
        .compactMap { ($0 as? URL).flatMap { try? Artefact(of: $0) } } ?? []
    }
    let window = request.window.map { "\($0.lowerBound.ppm):\($0.upperBound.ppm)" } ?? ""
    let overrides = request.overrides
    let key = BatchKey(
      items: items.map { item in
        switch item.source {
        case .file(let file, let water): [item.name, file.path, water?.path ?? ""]
        case .stored(let file, let index): [item.name, file.path, "\(index)"]
        }
      }, files: inputs.sorted { ($0.name, $0.sha256) < ($1.name, $1.sha256) },
      settings: [
        request.method.rawValue, request.reference?.joined(separator: "+") ?? "", "\(request.isConjugated)", window,
        "\(request.addsMacromolecules)", "\(request.usesRatios)", "\(request.domain)", "\(request.baseline)",
        request.lipids.rawValue, request.concentration.rawValue,
        "\(overrides)", "\(stream.key)",
      ], studyProtocol: studyProtocol, versions: Versions())
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return SHA256.hash(data: try encoder.encode(key)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// One spectrum's record, its error if it has one.
  /// - Throws: `CancellationError` only.
  private func record(of item: BatchItem, _ index: Int, _ shared: Sources) async throws -> BatchRecord {
    // Spectra are the unit of parallel work: none takes more than one task.
    let context = StageContext(studyProtocol: studyProtocol, stream: stream, tasks: 1, progress: .quiet)
    do {
      let scan: QuantifiedScan
      switch item.source {
      case .file(let file, let water):
        var request = shared.request
        (request.file, request.water) = (file, water)
        scan = try await context.quantify(request)
      case .stored(let file, let number):
        guard let spectra = shared.stored[file], let artefact = shared.artefacts[file] else {
          throw PipelineError.unreadable(file.path, reason: "it was not opened")
        }
        scan = try await context.quantify(
          try spectra.spectra(in: number..<number + 1)[0].fid, of: artefact, shared.request)
      }
      return BatchRecord(index: index, spectrum: item.name, scan)
    } catch let error as CancellationError {
      throw error
    } catch {
      return BatchRecord(index: index, spectrum: item.name, error: "\(error)")
    }
  }
}
