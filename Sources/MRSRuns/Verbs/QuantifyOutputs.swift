import Foundation

/// The files that a quantification may leave.
public struct QuantifyOutputs: Sendable {
  public var csv: URL?
  public var figure: URL?
  /// The one-page result as SVG.
  public var page: URL?
  /// LCModel's .COORD.
  public var coord: URL?
  public var folder: URL?
  /// Whether what is there may be replaced; never an input.
  public var force: Bool

  public init(
    csv: URL? = nil, figure: URL? = nil, page: URL? = nil, coord: URL? = nil, folder: URL? = nil, force: Bool = false
  ) {
    self.csv = csv
    self.figure = figure
    self.page = page
    self.coord = coord
    self.folder = folder
    self.force = force
  }

  /// Refuses, before any work, to replace what must not be.
  /// - Throws: ``QuantifyError/fileExists(_:)``.
  public func check(against inputs: [URL]) throws(QuantifyError) {
    for file in [csv, figure, page, coord].compactMap({ $0 }) where FileManager.default.fileExists(atPath: file.path) {
      let isInput = inputs.contains { $0.standardizedFileURL == file.standardizedFileURL }
      guard force, !isInput else { throw .fileExists(file.path) }
    }
  }

  /// Writes the files that are wished for, each whole or not at all.
  /// - Throws: `FormatError`, `PipelineError`, ``QuantifyError/noCurves(output:)``, `ReportError`.
  public func write(_ result: QuantifiedScan) throws {
    let files: [(URL?, () throws -> String)] = [
      (csv, result.csv), (figure, { try result.figure().svg(identifier: "spectrum") }),
      (page, { try result.page().svg(identifier: "page") }),
      (coord, { try result.coordinates().text(path: coord?.path ?? "") }),
    ]
    for (file, text) in files {
      guard let file else { continue }
      let bytes = Data(try text().utf8)
      do {
        try bytes.write(to: file, options: .atomic)
      } catch {
        throw PipelineError.unwritable(file.path, reason: error.localizedDescription)
      }
    }
  }
}

extension StageContext {
  /// ``quantify(_:)`` with its files: result.json, result.csv, spectrum.svg, page.svg and, of a fit, result.coord in a run
  /// folder, and those beside it.
  /// - Throws: as ``quantify(_:)``; `PipelineError`, `ReportError`.
  public func quantify(
    _ request: QuantifyRequest, outputs: QuantifyOutputs, arguments: [String]
  ) async throws -> QuantifiedScan {
    try outputs.check(against: request.inputs)
    if request.method == .network, outputs.coord != nil { throw QuantifyError.noCurves(output: "coord") }
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
      try run.write(Data(try result.page().svg(identifier: "page").utf8), to: "page.svg")
      if result.fit != nil { try run.write(Data(try result.coordinates().text().utf8), to: "result.coord") }
      try outputs.write(result)
      try run.finish(
        .init(verb: "quantify", arguments: arguments, threads: tasks), seed: nil, resolved: studyProtocol)
      return result
    }
  }
}
