import Foundation
import MRSConfiguration
import MRSCore
import MRSProfile
import MRSStudy

/// The verb `merge`: puts the parts together that shards of one virtual study have done, as if one process had done all.
public struct MergeRun: Sendable {
  public let folders: [URL]
  public let worker: Worker

  public init(_ folders: [URL], worker: Worker) {
    self.folders = folders
    self.worker = worker
  }

  /// The study that the first folder is of: protocol and seed as it records them.
  /// - Throws: ``RunError``, `ConfigurationError`.
  public func settings() throws -> StudySettings {
    guard let first = folders.first else { throw RunError.missingParts(count: 0, of: 0, first: 0) }
    let manifest = try Manifest(readingFrom: first)
    guard manifest.verb == "study", let seed = manifest.seed else {
      throw RunError.otherParts(
        first.path, found: "a run of '\(manifest.verb)'", expected: "a part of 'study --virtual'")
    }
    let file = first.appending(path: RunFolder.protocolName)
    let text: String
    do {
      text = try String(contentsOf: file, encoding: .utf8)
    } catch {
      throw RunError.unreadable(file.path, reason: error.localizedDescription)
    }
    return StudySettings(
      studyProtocol: try ConfigurationFile.decode(StudyProtocol.self, from: text, name: file.path),
      stream: RandomStream(seed: seed), worker: worker)
  }

  /// - Returns: the summary and what was repeated.
  /// - Throws: ``RunError``, `StatisticsError`, `ReportError`.
  public func perform(
    in run: RunFolder, settings: StudySettings
  ) throws -> (summary: VirtualStudySummary, plan: VirtualStudyPlan) {
    var parts: JobParts<ReplicateJob.Product>?
    for folder in folders {
      let file = folder.appending(path: JobParts<ReplicateJob.Product>.name)
      try run.record(input: file)
      let own = try JobParts<ReplicateJob.Product>(contentsOf: file)
      if parts == nil { parts = own } else { try parts?.add(own, from: folder) }
    }
    guard let parts, let first = folders.first else { throw RunError.missingParts(count: 0, of: 0, first: 0) }
    _ = try parts.complete()
    let plan = try VerbInputs.decode(VirtualStudyPlan.self, "a plan.json", from: first.appending(path: "plan.json"))
    guard let summary = try VirtualStudyFiles(plan: plan, settings: settings).write(parts, to: run) else {
      throw RunError.missingParts(count: 0, of: parts.header.jobs, first: 0)
    }
    return (summary, plan)
  }
}
