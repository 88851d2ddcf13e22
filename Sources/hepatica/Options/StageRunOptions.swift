import ArgumentParser
import Foundation
import MRSCore
import MRSReport
import MRSRuns
import MRSStudy

/// The options of the verbs that do one part of a study and leave a run folder.
struct StageRunOptions: ParsableArguments {
  @OptionGroup var protocolOptions: ProtocolOptions

  @Option(help: ArgumentHelp("The run folder to make.", valueName: "folder"), completion: .directory)
  var out: String

  @Option(help: "The seed of all random numbers.")
  var seed: UInt64 = 1

  @Flag(help: "Print the resulting table as CSV.")
  var csv = false

  @Flag(help: "Print the run folder and the resulting table as JSON.")
  var json = false

  @Flag(help: "Show no progress.")
  var quiet = false

  @Flag(help: "Replace the run folder if it is there.")
  var force = false

  func validate() throws {
    guard !csv || !json else { throw ValidationError("Give --csv or --json: standard output holds one of them.") }
  }

  /// What `--json` prints.
  private struct StageOutput: Encodable {
    /// The run folder.
    let run: String
    let table: Table
  }

  /// Runs `body` in a run folder and prints the table it returns.
  ///
  /// - Parameter key: what a run is of that may be gone on with.
  func perform(
    verb: String, settings: StudySettings, resuming key: JobKey? = nil, _ body: (RunFolder) async throws -> Table
  ) async throws {
    let destination = URL(filePath: out)
    let table = try await protocolOptions.leavingRun(
      of: verb, stage: verb, at: destination, settings: settings, seed: seed, force: force, resuming: key, body)
    if json { return try printJSON(StageOutput(run: destination.path, table: table)) }
    print(csv ? table.csv() : "\(table.title)\n\n\(table.text())", terminator: "")
    if !csv { print("\nIn \(destination.path.printable)") }
  }

  /// - Throws: `ConfigurationError`, `ProfileError`.
  func settings() throws -> StudySettings { try protocolOptions.settings(seed: seed, quiet: quiet) }
}
