import ArgumentParser
import Foundation
import MRSRuns

/// What the command was asked for: its own arguments, or, where `merge` runs another command, those of that one.
enum Invocation {
  /// The arguments after the verb, for manifests.
  @TaskLocal static var arguments = Array(CommandLine.arguments.dropFirst(2))
  /// What is done of a run here, where it is not what `--shard` says.
  @TaskLocal static var parts: RunParts?
}

extension Shard: ExpressibleByArgument {
  /// `nil` for what names no shard.
  public init?(argument: String) {
    guard let shard = try? Shard(argument, environment: ProcessInfo.processInfo.environment) else { return nil }
    self = shard
  }
}
