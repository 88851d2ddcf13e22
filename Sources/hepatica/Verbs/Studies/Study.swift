import ArgumentParser
import Foundation
import MRSRuns
import MRSStudy

/// The whole chain on real patients, or again and again on virtual ones.
struct Study: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a study on the scans of a cohort, or a virtual one many times.",
    discussion: """
      The cohort is a CSV file with the columns subject, group, file and water, files beside it; any other table, as a \
      REDCap export, whose columns are named; a BIDS folder with participants.tsv; or a folder of the two groups' folders. \
      Scans that are missing, cannot be read or are not of the protocol are listed in refused.csv, each with its reason. The \
      first patients of each group give the prior, the others are classified. 'hepatica demo' leaves such a \
      table in its run folder.

      With --virtual whole cohorts are drawn, scanned, measured and classified, --repeats times at each of --effects: what \
      such a design can find, and what it cannot. --shard does a part of them; 'hepatica merge' puts parts together.
      """)

  @Argument(help: "The cohort: a table or a folder.", completion: .file())
  var cohort: String?

  @Flag(help: "Study virtual patients of the protocol, many times, in place of a cohort table.")
  var virtual = false

  @Option(help: ArgumentHelp("Replicates of a virtual study.", valueName: "number"))
  var repeats: Int = 20

  @Option(
    help: ArgumentHelp(
      "Effects of a virtual study: the protocol's ratios to this power; numbers separated by commas.", valueName: "list"
    ),
    transform: Self.effects)
  var effects: [Double] = [0, 1, 2, 3]

  @Option(
    help: ArgumentHelp(
      "The network bundle that measures patients (default: that which comes with the program, or a new one).",
      valueName: "folder"), completion: .directory)
  var network: String?

  @OptionGroup var shardOptions: ShardOptions

  @OptionGroup var cohortOptions: CohortOptions

  @OptionGroup var options: StudyRunOptions

  func validate() throws {
    guard (cohort != nil) != virtual else {
      throw ValidationError(
        cohort == nil
          ? "Give a cohort table, or --virtual for virtual patients."
          : "A cohort table and --virtual exclude one another.")
    }
    guard repeats >= 1 else { throw ValidationError("--repeats is \(repeats); it must be at least 1") }
    guard virtual || shardOptions.shard == nil else {
      throw ValidationError("--shard is for virtual studies (--virtual).")
    }
  }

  func run() async throws {
    let network = network.map { URL(filePath: $0) }
    if let cohort {
      return try await options.perform(
        verb: "study", cohort: URL(filePath: cohort), columns: cohortOptions.columns, network: network)
    }
    try await options.perform(
      virtual: VirtualStudyPlan(effects: effects, repeats: repeats), network: network, parts: shardOptions.parts)
  }

  private static func effects(_ text: String) throws -> [Double] {
    let parts = text.split(separator: ",")
    let numbers = parts.compactMap { Double($0.trimmingCharacters(in: .whitespaces)) }
    guard !numbers.isEmpty, numbers.count == parts.count, numbers.allSatisfy({ $0.isFinite && abs($0) <= 100 }) else {
      throw ValidationError("--effects is '\(text)'; expected numbers separated by commas, as 0,0.5,1,2")
    }
    return numbers
  }
}
