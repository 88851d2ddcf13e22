import Foundation
import MRSCore
import MRSModel
import MRSNetworks
import MRSProfile
import MRSReport
import MRSStudy

/// The verb `study --virtual`: replicates of a study of virtual patients at several effects, and their summary.
///
/// It leaves `parts.jsonl`, what each part found; `replicates.csv`, a row a rule, effect and replicate; and where all parts are
/// there `summary.json`, tables and `report.html`. What is finished is kept beside the folder, so that the same command, stopped
/// in whatever way, goes on where it was.
public struct VirtualStudyRun: Sendable {
  public let settings: StudySettings
  public let plan: VirtualStudyPlan
  /// The bundle of the network that measures; `nil` for the one that comes with the program, or a new one.
  public let network: URL?
  public let shard: JobShard?

  public init(_ settings: StudySettings, _ plan: VirtualStudyPlan, network: URL? = nil, shard: JobShard? = nil) {
    self.settings = settings
    self.plan = plan
    self.network = network
    self.shard = shard
  }

  private struct Settings: Encodable {
    let studyProtocol: StudyProtocol
    let plan: VirtualStudyPlan
    let network: String?
  }

  /// What the parts depend on.
  /// - Throws: `EncodingError`.
  public func key() throws -> JobKey {
    // The shipped network counts as what it is, whoever names it.
    let bundle = try network ?? ShippedNetwork.folder(for: settings.studyProtocol)
    let identity = try bundle.flatMap { try NetworkBundle<NetworkCard>(readingFrom: $0).identity }
    return try JobKey(
      of: jobs, files: [],
      settings: Settings(studyProtocol: settings.studyProtocol, plan: plan, network: identity), stream: settings.stream)
  }

  /// Replicates first: they are most of the work.
  var jobs: [ReplicateJob] {
    (0..<plan.repeats).map { ReplicateJob(part: .replicate($0)) }
      + plan.effects.map { ReplicateJob(part: .limits(effect: $0)) }
  }

  /// - Returns: the summary; `nil` where this shard has only a part of what it needs.
  /// - Throws: whatever a part throws; ``RunError``.
  public func perform(in run: RunFolder) async throws -> VirtualStudySummary? {
    let basis = try await ProtocolSimulator(settings.studyProtocol).basis(worker: settings.worker)
    guard let measuring = try await MeasuringNetwork.chosen(network, for: settings, basis: basis) else {
      throw StudyError.needsQuantifier(network: settings.studyProtocol.training.classification)
    }
    let jobs = jobs
    let own = jobs.indices.count { shard?.holds($0) ?? true }
    // Parts are done beside one another; where there are fewer than tasks, tasks share a part.
    let inner = own >= settings.worker.tasks ? settings.worker.single : Worker.quiet(tasks: settings.worker.tasks)
    let shared = ReplicateJob.Shared(
      tools: try ReplicateTools(settings.studyProtocol, basis: basis, measuring: measuring), effects: plan.effects,
      stream: settings.stream, worker: inner)
    let outer = own >= settings.worker.tasks ? settings.worker : settings.worker.sequential
    let journal = try JobJournal<ReplicateJob.Product>(file: run.journal, count: jobs.count)
    do {
      _ = try await JobExecutor(worker: outer).products(
        of: jobs, sharing: shared, stream: settings.stream, shard: shard, journal: journal, title: "Virtual study",
        unit: "parts"
      ) { _ in run.keep() }
    } catch is CancellationError {
      throw RunError.interrupted(run.work.path, finished: journal.finished.count, of: own)
    }
    let parts = JobParts(
      .init(kind: ReplicateJob.kind, key: try key().sha256, jobs: jobs.count), journal.finished)
    run.logger.info("measured by: \(measuring.origin)")
    return try VirtualStudyFiles(plan: plan, settings: settings).write(parts, to: run)
  }
}
