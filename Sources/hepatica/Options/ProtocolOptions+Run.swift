import ArgumentParser
import Foundation
import MRSRuns
import MRSStudy

extension ProtocolOptions {
  /// Runs `body` as a stage of a run folder, which then holds all that it takes to repeat it.
  ///
  /// - Parameters:
  ///   - stage: as it is logged and timed.
  ///   - key: what a run is of that may be gone on with.
  /// - Throws: `RunError`, or what `body` throws.
  func leavingRun<Output>(
    of verb: String, stage: String, at destination: URL, settings: StudySettings, seed: UInt64, force: Bool,
    resuming key: JobKey? = nil, _ body: (RunFolder) async throws -> Output
  ) async throws -> Output {
    try await RunFolder.run(at: destination, force: force, resuming: key) { run in
      let output = try await run.stage(stage) { try await body(run) }
      try run.finish(
        .init(verb: verb, arguments: Invocation.arguments, threads: threads),
        seed: seed, resolved: settings.studyProtocol, versions: .ofEngines)
      return output
    }
  }
}
