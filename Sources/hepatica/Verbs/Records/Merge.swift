import ArgumentParser
import Foundation
import MRSRuns

/// What shards have left becomes a run folder.
struct Merge: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make one run folder of what shards have finished.",
    discussion: """
      The shards of a run (--shard I/N) keep what they finish in RUN.shards beside the run folder, with the command that \
      they are of. This runs that command on what they have, to the same bytes as one process would leave, and removes \
      RUN.shards. Nothing is left where jobs are missing, unless --complete does them here.
      """)

  @Argument(help: "The run folder that the shards were told as --out.", completion: .directory)
  var run: String

  @Flag(help: "Do here what no shard has finished.")
  var complete = false

  @Flag(help: "Print the results as JSON, where the command can.")
  var json = false

  func run() async throws {
    let shards = ShardFolder(beside: URL(filePath: run))
    if shards.isMerged {
      shards.remove()
      return print("\(run.printable) is whole; removed what its shards had left, which an interrupted merge did not.")
    }
    var arguments = try shards.arguments()
    if json, !arguments.contains("--json") { arguments.append("--json") }
    let parts = RunParts.merge(completing: complete)
    let own = Array(arguments.dropFirst())
    var command = try await Hepatica.asyncParseAsRoot(arguments)
    try await Invocation.$arguments.withValue(own) {
      try await Invocation.$parts.withValue(parts) {
        if var asynchronous = command as? any AsyncParsableCommand {
          try await asynchronous.run()
        } else {
          try command.run()
        }
      }
    }
  }
}
