import ArgumentParser
import Foundation

/// The whole chain on real patients.
struct Study: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a study on the scans of a cohort.",
    discussion: """
      The cohort is a CSV file with the columns subject, group, file and water, files beside it; any other table, as a \
      REDCap export, whose columns are named; a BIDS folder with participants.tsv; or a folder of the two groups' folders. \
      Scans that are missing, cannot be read or are not of the protocol are listed in refused.csv, each with its reason. The \
      first patients of each group give the prior, the others are classified. 'hepatica demo' leaves such a \
      table in its run folder.
      """)

  @Argument(help: "The cohort: a table or a folder.", completion: .file())
  var cohort: String

  @OptionGroup var cohortOptions: CohortOptions

  @OptionGroup var options: StudyRunOptions

  func run() async throws {
    try await options.perform(verb: "study", cohort: URL(filePath: cohort), columns: cohortOptions.columns)
  }
}
