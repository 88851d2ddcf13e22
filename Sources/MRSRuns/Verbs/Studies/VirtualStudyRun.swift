import Foundation
import MRSCore
import MRSModel
import MRSNetworks
import MRSProfile
import MRSReport
import MRSStudy

/// The verb `study --virtual`: replicates of a study of virtual patients at several effects, and their summary.
///
/// It leaves `parts.jsonl`, what each part found, `replicates.csv`, a row a rule, effect and replicate, `summary.json`, tables and
/// `report.html`. What is finished is kept beside the folder, so that the same command, stopped in whatever way, goes on where it
/// was; shards do parts of it anywhere.
public struct VirtualStudyRun: Sendable {
  public let settings: StudySettings
  public let plan: VirtualStudyPlan
  /// The bundle of the network that measures; `nil` for the one that comes with the program, or a new one.
  public let network: URL?

  public init(_ settings: StudySettings, _ plan: VirtualStudyPlan, network: URL? = nil) {
    self.settings = settings
    self.plan = plan
    self.network = network
  }

  private struct Settings: Encodable {
    let studyProtocol: StudyProtocol
    let plan: VirtualStudyPlan
    let network: String?
  }

  /// Replicates first: they are most of the work.
  private var jobs: [ReplicateJob] {
    (0..<plan.repeats).map { ReplicateJob(part: .replicate($0)) }
      + plan.effects.map { ReplicateJob(part: .limits(effect: $0)) }
  }

  /// - Parameters:
  ///   - parts: what is done here: all of it, a shard that is left for others to merge, or the merging.
  ///   - arguments: those after the verb.
  /// - Returns: the summary; `nil` of a shard.
  /// - Throws: whatever a part throws; ``RunError``.
  public func perform(
    to destination: URL, force: Bool = false, parts: RunParts = .whole, arguments: [String]
  ) async throws -> VirtualStudySummary? {
    let basis = try await ProtocolSimulator(settings.studyProtocol).basis(worker: settings.worker)
    guard let measuring = try await MeasuringNetwork.chosen(network, for: settings, basis: basis) else {
      throw StudyError.needsQuantifier(network: settings.studyProtocol.training.classification)
    }
    let jobs = jobs
    // Parts are done beside one another; where there are fewer than tasks, tasks share a part.
    let isWide = jobs.count >= settings.worker.tasks
    let shared = ReplicateJob.Shared(
      tools: try ReplicateTools(settings.studyProtocol, basis: basis, measuring: measuring), effects: plan.effects,
      stream: settings.stream, worker: isWide ? settings.worker.single : .quiet(tasks: settings.worker.tasks))
    let list = JobList(
      jobs: jobs,
      key: try JobKey(
        of: jobs, files: [],
        settings: Settings(
          studyProtocol: settings.studyProtocol, plan: plan, network: measuring.bundle.identity),
        stream: settings.stream),
      shared: shared, stream: settings.stream, worker: isWide ? settings.worker : settings.worker.sequential,
      title: "Virtual study", unit: "parts")
    var summary: VirtualStudySummary?
    _ = try await list.products(
      at: .init(destination: destination, force: force, parts: parts, arguments: ["study"] + arguments),
      interrupted: { RunError.interrupted($0, finished: $1, of: jobs.count) },
      leave: { products, run in
        run.logger.info("measured by: \(measuring.origin)")
        summary = try VirtualStudyFiles(plan: plan, settings: settings).write(products, to: run)
        try run.finish(
          .init(verb: "study", arguments: arguments, threads: settings.worker.tasks), seed: settings.stream.key,
          resolved: settings.studyProtocol, versions: .ofEngines)
      })
    return summary
  }
}
