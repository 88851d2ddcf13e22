import ArgumentParser
import Foundation
import MRSRuns

/// The cCNN's score of each scan of a cohort table.
struct Classify: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Score the scans of a cohort table with a trained cCNN.",
    discussion: """
      The table is a CSV file with the columns subject, group, file and water. With both groups present the confusion \
      table and the area under the ROC curve are left beside the scores. A score is not a diagnosis.
      """)

  @Argument(help: "The cohort table.", completion: .file(extensions: ["csv"]))
  var cohort: String

  @Option(help: ArgumentHelp("The network bundle.", valueName: "folder"), completion: .directory)
  var network: String

  @OptionGroup var options: StageRunOptions

  func run() async throws {
    let settings = try options.settings()
    let classification = ClassifyRun(settings, cohort: URL(filePath: cohort), network: URL(filePath: network))
    try await options.perform(verb: "classify", settings: settings) { try await classification.perform(in: $0) }
  }
}
