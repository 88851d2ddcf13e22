import ArgumentParser
import Foundation
import MRSStatistics

/// Which columns of a cohort's table count.
struct CohortOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The column that names the subject.", valueName: "column"))
  var subjectColumn = CohortColumns().subject

  @Option(help: ArgumentHelp("The column that holds the group, also of BIDS's participants.tsv.", valueName: "column"))
  var groupColumn = CohortColumns().group

  @Option(help: ArgumentHelp("The column that names the signal file.", valueName: "column"))
  var fileColumn = CohortColumns().file

  @Option(help: ArgumentHelp("The column that names the unsuppressed water.", valueName: "column"))
  var waterColumn = "water"

  @Option(help: ArgumentHelp("The column that tells the scans of a subject apart.", valueName: "column"))
  var scanColumn = "scan"

  @Option(
    help: ArgumentHelp(
      "What the table's groups are in the protocol, as LC=0,LC-HCC=1; subjects of other groups are listed as not used.",
      valueName: "names"),
    transform: Self.labels)
  var groups: [String: String] = [:]

  var columns: CohortColumns {
    CohortColumns(
      subject: subjectColumn, group: groupColumn, file: fileColumn, water: waterColumn, scan: scanColumn, labels: groups
    )
  }

  /// `["0": "LC", "1": "LC-HCC"]` of `LC=0,LC-HCC=1`.
  private static func labels(_ text: String) throws -> [String: String] {
    var labels: [String: String] = [:]
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let sides = part.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
      guard sides.count == 2, sides.allSatisfy({ !$0.isEmpty }), labels[sides[1]] == nil else {
        throw ValidationError("'\(text)' does not say what the groups are; expected as LC=0,LC-HCC=1, each value once")
      }
      labels[sides[1]] = sides[0]
    }
    return labels
  }
}
