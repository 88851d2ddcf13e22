import ArgumentParser
import Foundation
import MRSRuns

/// Priors between the patients of a cohort.
struct Prior: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Estimate how amounts are distributed between the patients of a cohort.",
    discussion: """
      The cohort is as that of 'hepatica study'. Measurement error is taken off: what is left is how patients differ. The \
      run folder has prior.json, which --prior of other verbs reads, priors.csv, a picture of scans against priors, and \
      report.html.
      """)

  @Argument(help: "The cohort: a table or a folder.", completion: .file())
  var cohort: String

  @Option(
    help: ArgumentHelp(
      "The network bundle that measures patients (default: that which comes with the program, or a new one).",
      valueName: "folder"), completion: .directory)
  var network: String?

  @OptionGroup var cohortOptions: CohortOptions

  @OptionGroup var options: StageRunOptions

  func run() async throws {
    let settings = try options.settings()
    let prior = PriorRun(
      settings, cohort: URL(filePath: cohort), columns: cohortOptions.columns,
      network: network.map { URL(filePath: $0) })
    try await options.perform(verb: "prior", settings: settings) { try await prior.perform(in: $0) }
  }
}
