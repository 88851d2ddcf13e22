import Foundation
import MRSCore
import MRSFormats
import MRSProfile
import MRSQuantification
import MRSReport
import MRSSynthesis

/// The verb `quantify` on many spectra: leaves `results.csv` and `results.jsonl`, in the order of the items, in a run folder.
///
/// Of files that hold a grid of voxels there are maps (``BatchMaps``). A spectrum that cannot be quantified has its error in the tables. What is finished is kept beside the folder, so that the same
/// batch, stopped in whatever way, goes on where it was; the result's bytes depend neither on that nor on the number of tasks.
public struct BatchRun: Sendable {
  public let items: [BatchItem]
  /// How; its `file` and `water` are not used.
  public let request: QuantifyRequest
  public let quantifier: ScanQuantifier

  public init(_ items: [BatchItem], by request: QuantifyRequest, quantifier: ScanQuantifier) {
    self.items = items
    self.request = request
    self.quantifier = quantifier
  }

  private struct Settings: Encodable {
    let request: QuantifyRequest
    let studyProtocol: StudyProtocol
  }

  /// - Parameters:
  ///   - parts: what processes do of it: all of it here, a shard that is left for others to merge, or the merging.
  ///   - onFinished: told how many spectra are finished, after each; what it throws stops the batch.
  /// - Returns: the records, in order; of a shard its own.
  /// - Throws: `QuantifyBatchError`, ``RunError``; what concerns all spectra, as `ScanQuantifier.quantify`.
  @discardableResult
  public func perform(
    to destination: URL, force: Bool = false, parts: RunParts = .whole, arguments: [String],
    onFinished: (Int) throws -> Void = { _ in }
  ) async throws -> [BatchRecord] {
    let files = BatchItem.files(of: items)
    var stored: [URL: StoredSpectra] = [:]
    var artefacts: [URL: Artefact] = [:]
    for case .stored(let file, _) in items.map(\.source) where stored[file] == nil {
      stored[file] = try StoredSpectra(contentsOf: file)
      artefacts[file] = try Artefact(of: file)
    }
    let jobs = items.enumerated().map { SpectrumJob(index: $0, item: $1) }
    let key = try JobKey(
      of: jobs, files: try inputs(files, known: artefacts),
      settings: Settings(request: request, studyProtocol: quantifier.studyProtocol),
      stream: quantifier.stream)
    let shared = SpectrumJob.Shared(quantifier: quantifier, request: request, stored: stored, artefacts: artefacts)
    let list = JobList(
      jobs: jobs, key: key, shared: shared, stream: quantifier.stream, worker: quantifier.worker, title: "Quantifying",
      unit: "spectra")
    return try await list.products(
      at: .init(destination: destination, force: force, parts: parts, arguments: ["quantify"] + arguments),
      onFinished: onFinished,
      interrupted: { QuantifyBatchError.interrupted(folder: $0, finished: $1, total: items.count) },
      leave: { try await leave($0, files: files, in: $1, arguments: arguments) })
  }

  private func leave(
    _ records: [BatchRecord], files: [URL], in run: RunFolder, arguments: [String]
  ) async throws {
    let stored = Set(items.compactMap { if case .stored(let file, _) = $0.source { file } else { nil } })
    for file in files where stored.contains(file) { try run.record(input: file) }
    run.record(signals: files.filter { !stored.contains($0) })
    for file in request.sharedInputs { try run.record(input: file) }
    let failed = records.count { $0.error != nil }
    if failed > 0 { run.warn("\(failed) of \(records.count) spectra could not be quantified") }
    let lines = try await records.concurrentMap(tasks: quantifier.worker.tasks) { record in
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      return try encoder.encode(record) + [0x0A]
    }
    try run.write(Data(try BatchTable(of: records).table.csv().utf8), to: "results.csv")
    try run.write(Data(lines.joined()), to: "results.jsonl")
    for map in BatchMaps(items, records).files { try run.write(map.content, to: map.path) }
    try run.finish(
      .init(verb: "quantify", arguments: arguments, threads: quantifier.worker.tasks), seed: nil,
      resolved: quantifier.studyProtocol, profile: request.profile)
  }

  /// All that the results depend on. A file that cannot be read counts by its name: its spectrum will have an error.
  private func inputs(_ files: [URL], known: [URL: Artefact]) throws -> [Artefact] {
    let own = files.compactMap { known[$0] ?? (try? SignalFile.artefact(of: $0)) }
    return try own + request.sharedInputs.map { try Artefact(of: $0, atMost: Artefact.mostBeside) }
  }
}
