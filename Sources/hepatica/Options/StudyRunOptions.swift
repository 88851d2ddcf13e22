import ArgumentParser
import Foundation
import MRSConfiguration
import MRSCore
import MRSReport
import MRSRuns
import MRSStatistics
import MRSStudy

/// The options of `study` and `demo`, and what both do with an outcome.
struct StudyRunOptions: ParsableArguments {
  @OptionGroup var protocolOptions: ProtocolOptions

  @Option(
    help: ArgumentHelp("The run folder to make (default: runs/VERB).", valueName: "folder"), completion: .directory)
  var out: String?

  @Option(help: "The seed of all random numbers.")
  var seed: UInt64 = 1

  @Flag(help: "Print the results as JSON.")
  var json = false

  @Flag(help: "Show no progress.")
  var quiet = false

  @Flag(help: "Replace the run folder if it is there.")
  var force = false

  /// Runs a study of a cohort table, or of virtual patients, and prints its diagnosis.
  func perform(
    verb: String, cohort: URL?, columns: CohortColumns = CohortColumns(), network: URL? = nil
  ) async throws {
    let settings = try protocolOptions.settings(seed: seed, quiet: quiet)
    let destination = URL(filePath: out ?? "runs/\(verb)")
    let outcome = try await protocolOptions.leavingRun(
      of: verb, stage: "study", at: destination, settings: settings, seed: seed, force: force
    ) { try await StudyRun(settings, cohort: cohort, columns: columns, network: network).perform(in: $0) }
    if json {
      try printJSON(outcome.cohort.result)
    } else {
      print(try outcome.diagnosisSummary())
      print("Report: \(destination.appending(path: "report.html").path.printable)")
    }
  }

  /// Runs the replicates of a virtual study, and prints their summary.
  func perform(virtual plan: VirtualStudyPlan, network: URL?, parts: RunParts) async throws {
    let settings = try protocolOptions.settings(seed: seed, quiet: quiet)
    let destination = URL(filePath: out ?? "runs/study")
    let summary = try await VirtualStudyRun(settings, plan, network: network).perform(
      to: destination, force: force, parts: parts, arguments: Invocation.arguments)
    guard let summary else {
      return print("Done: 'hepatica merge \(destination.path.printable)' makes the run folder of all shards.")
    }
    if json { return try printJSON(summary) }
    let report = VirtualStudyReport(
      summary, studyProtocol: settings.studyProtocol, plan: plan, seed: settings.stream.key)
    let table = try report.classifierTable()
    print("\(table.title)\n\n\(table.text())")
    print("Report: \(destination.appending(path: "report.html").path.printable)")
  }
}
