import ArgumentParser
import Foundation

/// The whole chain on real patients.
struct Study: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a study on the scans of a cohort table.",
    discussion: """
      The table is a CSV file with the columns subject, group, file and water; file and water are signal files beside \
      it. The first patients of each group give the prior, the others are classified. 'hepatica demo' leaves such a \
      table in its run folder.
      """)

  @Argument(help: "The cohort table.", completion: .file(extensions: ["csv"]))
  var cohort: String

  @OptionGroup var options: StudyRunOptions

  func run() async throws {
    try await options.perform(verb: "study", cohort: URL(filePath: cohort))
  }
}
