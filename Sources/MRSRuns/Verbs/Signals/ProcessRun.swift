import Foundation
import MRSCore
import MRSProfile

/// The verb `process` on one file, with the run folder that it may leave.
public struct ProcessRun: Sendable {
  public let request: ProcessRequest
  /// Goes into the run folder beside the profile.
  public let studyProtocol: StudyProtocol
  /// `nil` for a result that is only told.
  public let folder: URL?
  public let force: Bool
  /// Told how far a long scan is read and its coils combined.
  public let worker: Worker
  /// When the file is processed, ISO 8601, as NIfTI-MRS wants it beside every step.
  public let time: String

  public init(
    _ request: ProcessRequest, studyProtocol: StudyProtocol, folder: URL? = nil, force: Bool = false,
    worker: Worker = .quiet(), time: Date = Date()
  ) {
    self.request = request
    self.studyProtocol = studyProtocol
    self.folder = folder
    self.force = force
    self.worker = worker
    self.time = time.formatted(.iso8601)
  }

  /// Leaves the processed signals as NIfTI-MRS, result.json, quality.csv and page.html in the run folder.
  /// - Throws: `FormatError`, `ProcessingError`, ``RunError``, `ReportError`.
  public func perform(arguments: [String]) async throws -> ProcessedFile {
    guard let folder else { return try ScanProcessor(request: request, worker: worker).processed() }
    return try await RunFolder.run(at: folder, force: force) { run in
      let result = try await run.stage("process") { try ScanProcessor(request: request, worker: worker).processed() }
      for input in request.inputs { try run.record(input: input) }
      for doubt in result.plainDoubts { run.warn(doubt) }
      for (name, _) in result.signalFiles { try result.write(name, time: time, to: try run.artefact(name)) }
      try run.writeJSON(result, to: "result.json")
      try run.write(Data(try result.qualityTable().csv().utf8), to: "quality.csv")
      try run.write(Data(try result.page().html().utf8), to: "page.html")
      try run.finish(
        .init(verb: "process", arguments: arguments), seed: nil, resolved: studyProtocol, profile: request.profile)
      return result
    }
  }
}
