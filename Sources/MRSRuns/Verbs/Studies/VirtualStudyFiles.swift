import Foundation
import MRSCore
import MRSReport
import MRSStudy

/// What a virtual study leaves in its run folder.
struct VirtualStudyFiles {
  let plan: VirtualStudyPlan
  let settings: StudySettings

  /// - Returns: the summary.
  /// - Throws: ``RunError``, `StatisticsError`, `ReportError`.
  func write(_ products: [ReplicateJob.Product], to run: RunFolder) throws -> VirtualStudySummary {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var results: [ReplicateResult] = []
    var limits: [EffectLimits] = []
    for product in products {
      switch product {
      case .limits(let found): limits.append(found)
      case .replicate(let found): results.append(found)
      }
    }
    try run.write(try products.reduce(into: Data()) { $0 += try encoder.encode($1) + [0x0A] }, to: "parts.jsonl")
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
