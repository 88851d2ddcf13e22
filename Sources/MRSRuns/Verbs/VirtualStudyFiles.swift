import Foundation
import MRSCore
import MRSReport
import MRSStudy

/// What a virtual study leaves in its run folder, whether one process did all parts or shards did.
struct VirtualStudyFiles {
  let plan: VirtualStudyPlan
  let settings: StudySettings

  /// - Returns: the summary; `nil` where parts are lacking.
  /// - Throws: ``RunError``, `StatisticsError`, `ReportError`.
  func write(_ parts: JobParts<ReplicateJob.Product>, to run: RunFolder) throws -> VirtualStudySummary? {
    try run.write(try parts.data(), to: JobParts<ReplicateJob.Product>.name)
    try run.writeJSON(plan, to: "plan.json")
    guard parts.products.count == parts.header.jobs else { return nil }
    var results: [ReplicateResult] = []
    var limits: [EffectLimits] = []
    for product in try parts.complete() {
      switch product {
      case .limits(let found): limits.append(found)
      case .replicate(let found): results.append(found)
      }
    }
    let summary = try VirtualStudySummary(plan, limits: limits, results: results, stream: settings.stream)
    try run.writeJSON(summary, to: "summary.json")
    try run.write(Data(ReplicateTable(results).table().csv().utf8), to: "replicates.csv")
    let report = VirtualStudyReport(
      summary, studyProtocol: settings.studyProtocol, plan: plan, seed: settings.stream.key)
    try run.write(Data(report.classifierTable().csv().utf8), to: "classifiers.csv")
    try run.write(Data(report.priorTable().csv().utf8), to: "priors.csv")
    try run.write(Data(report.page().html().utf8), to: "report.html")
    return summary
  }
}
