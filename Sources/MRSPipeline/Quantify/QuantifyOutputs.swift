import Foundation

/// The files that a quantification may leave.
public struct QuantifyOutputs: Sendable {
  public var csv: URL?
  public var figure: URL?
  public var folder: URL?
  /// Whether what is there may be replaced; never an input.
  public var force: Bool

  public init(csv: URL? = nil, figure: URL? = nil, folder: URL? = nil, force: Bool = false) {
    self.csv = csv
    self.figure = figure
    self.folder = folder
    self.force = force
  }

  /// Refuses, before any work, to replace what must not be.
  /// - Throws: ``QuantifyError/fileExists(_:)``.
  public func check(against inputs: [URL]) throws(QuantifyError) {
    for file in [csv, figure].compactMap({ $0 }) where FileManager.default.fileExists(atPath: file.path) {
      let isInput = inputs.contains { $0.standardizedFileURL == file.standardizedFileURL }
      guard force, !isInput else { throw .fileExists(file.path) }
    }
  }

  /// Writes the files that are wished for, each whole or not at all.
  /// - Throws: `PipelineError`, `ReportError`.
  public func write(_ result: QuantifiedScan) throws {
    let files = [
      (csv, try result.csv()), (figure, try result.figure().svg(identifier: "spectrum")),
    ]
    for (file, text) in files {
      guard let file else { continue }
      do {
        try Data(text.utf8).write(to: file, options: .atomic)
      } catch {
        throw PipelineError.unwritable(file.path, reason: error.localizedDescription)
      }
    }
  }
}

extension StageContext {
  /// ``quantify(_:)`` with its files: result.json, result.csv and spectrum.svg in a run folder, and those beside it.
  /// - Throws: as ``quantify(_:)``; `PipelineError`, `ReportError`.
  public func quantify(
    _ request: QuantifyRequest, outputs: QuantifyOutputs, arguments: [String]
  ) async throws -> QuantifiedScan {
    try outputs.check(against: request.inputs)
    guard let folder = outputs.folder else {
      let result = try await quantify(request)
      try outputs.write(result)
      return result
    }
    return try await RunFolder.run(at: folder, force: outputs.force) { run in
      let result = try await run.stage("quantify") { try await quantify(request) }
      for input in request.inputs { try run.record(input: input) }
      for doubt in result.plainDoubts { run.warn(doubt) }
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      try run.write(try encoder.encode(result), to: "result.json")
      try run.write(Data(try result.csv().utf8), to: "result.csv")
      try run.write(Data(try result.figure().svg(identifier: "spectrum").utf8), to: "spectrum.svg")
      try outputs.write(result)
      try run.finish(
        .init(verb: "quantify", arguments: arguments, threads: tasks), seed: nil, resolved: studyProtocol)
      return result
    }
  }
}
