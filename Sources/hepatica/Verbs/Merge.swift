import ArgumentParser
import Foundation
import MRSCore
import MRSRuns
import MRSStudy

/// Parts of a virtual study put together.
struct Merge: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Put the parts of a virtual study together that shards have done.",
    discussion: """
      Give the run folders of 'hepatica study --virtual --shard i/N' for every i. The result is the same, byte by byte, as \
      if one process had done all.
      """)

  @Argument(help: "The run folders of the parts.", completion: .directory)
  var folders: [String]

  @Option(help: ArgumentHelp("The run folder to make.", valueName: "folder"), completion: .directory)
  var out: String

  @Flag(help: "Print the results as JSON.")
  var json = false

  @Flag(help: "Replace the run folder if it is there.")
  var force = false

  func run() async throws {
    let merge = MergeRun(folders.map { URL(filePath: $0) }, worker: .quiet())
    let settings = try merge.settings()
    let destination = URL(filePath: out)
    let (summary, plan) = try await RunFolder.run(at: destination, force: force) { run in
      let merged = try await run.stage("merge") { try merge.perform(in: run, settings: settings) }
      try run.finish(
        .init(verb: "study", arguments: Array(CommandLine.arguments.dropFirst(2)), threads: nil),
        seed: settings.stream.key, resolved: settings.studyProtocol, versions: .ofEngines)
      return merged
    }
    try VirtualStudyOutput(json: json).show(summary, of: plan, settings: settings, at: destination)
  }
}
