import ArgumentParser
import Foundation
import MRSRuns

/// The cCNN's score of each scan of a cohort table.
struct Classify: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Score the scans of a cohort with a trained cCNN.",
    discussion: """
      The cohort is a CSV file with the columns subject, group, file and water, files beside it; any other table, as a \
      REDCap export, whose columns are named; a BIDS folder with participants.tsv; or a folder of the two groups' folders. \
      Scans that are missing, cannot be read or are not of the protocol are listed in refused.csv, each with its reason. \
      With both groups present the confusion \
      table and the area under the ROC curve are left beside the scores. A score is not a diagnosis.
      """)

  @Argument(help: "The cohort: a table or a folder.", completion: .file())
  var cohort: String

  @Option(help: ArgumentHelp("The network bundle.", valueName: "folder"), completion: .directory)
  var network: String

  @OptionGroup var cohortOptions: CohortOptions

  @OptionGroup var options: StageRunOptions

  func run() async throws {
    let settings = try options.settings()
    let classification = ClassifyRun(
      settings, cohort: URL(filePath: cohort), network: URL(filePath: network), columns: cohortOptions.columns)
    try await options.perform(verb: "classify", settings: settings) { try await classification.perform(in: $0) }
  }
}
