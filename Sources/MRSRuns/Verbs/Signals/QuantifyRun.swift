import Foundation
import MRSCore
import MRSQuantification

/// The verb `quantify` on one scan, with the files that it may leave.
public struct QuantifyRun: Sendable {
  public let request: QuantifyRequest
  public let quantifier: ScanQuantifier
  public let outputs: QuantifyOutputs

  public init(_ request: QuantifyRequest, quantifier: ScanQuantifier, outputs: QuantifyOutputs = .init()) {
    self.request = request
    self.quantifier = quantifier
    self.outputs = outputs
  }

  /// Leaves result.json, result.csv, spectrum.svg, page.svg and, of a fit, result.coord in a run folder, and those beside it.
  /// - Throws: as `ScanQuantifier.quantify`; ``RunError``, `ReportError`.
  public func perform(arguments: [String]) async throws -> QuantifiedScan {
    try outputs.check(against: request.inputs)
    if request.method == .network, !request.reconstructs, outputs.coord != nil {
      throw QuantifyError.noCurves(output: "coord")
    }
    guard let folder = outputs.folder else {
      let result = try await quantifier.quantify(request)
      try outputs.write(result)
      return result
    }
    return try await RunFolder.run(at: folder, force: outputs.force) { run in
      let result = try await run.stage("quantify") { try await quantifier.quantify(request) }
      for input in request.inputs { try run.record(input: input) }
      for doubt in result.plainDoubts { run.warn(doubt) }
      try run.writeJSON(result, to: "result.json")
      try run.write(Data(try result.csv().utf8), to: "result.csv")
      try run.write(Data(try result.figure().svg(identifier: "spectrum").utf8), to: "spectrum.svg")
      try run.write(Data(try result.page().svg(identifier: "page").utf8), to: "page.svg")
      if result.hasCurves { try run.write(Data(try result.coordinates().text().utf8), to: "result.coord") }
      try outputs.write(result)
      try run.finish(
        .init(verb: "quantify", arguments: arguments, threads: quantifier.worker.tasks), seed: nil,
        resolved: quantifier.studyProtocol, profile: result.profile)
      return result
    }
  }
}
