import ArgumentParser
import Foundation
import MRSPipeline
import MRSReport

/// The options of the verbs that run one stage and leave a run folder.
struct StageRunOptions: ParsableArguments {
  @OptionGroup var protocolOptions: ProtocolOptions

  @Option(help: ArgumentHelp("The run folder to make.", valueName: "folder"), completion: .directory)
  var out: String

  @Option(help: "The seed of all random numbers.")
  var seed: UInt64 = 1

  @Flag(help: "Print the resulting table as CSV.")
  var csv = false

  @Flag(help: "Show no progress.")
  var quiet = false

  @Flag(help: "Replace the run folder if it is there.")
  var force = false

  /// Runs `body` in a run folder and prints the table it returns.
  func perform(verb: String, resumes: Bool = false, _ body: (StageContext, RunFolder) async throws -> Table)
    async throws
  {
    let context = try protocolOptions.context(seed: seed, quiet: quiet)
    let destination = URL(filePath: out)
    let table = try await RunFolder.run(at: destination, force: force, resumes: resumes) { run in
      let table = try await run.stage(verb) { try await body(context, run) }
      try run.finish(
        .init(verb: verb, arguments: Array(CommandLine.arguments.dropFirst(2)), threads: protocolOptions.threads),
        seed: seed, resolved: context.studyProtocol, versions: .ofEngines)
      return table
    }
    print(csv ? table.csv() : "\(table.title)\n\n\(table.text())", terminator: "")
    if !csv { print("\nIn \(destination.path)") }
  }
}
