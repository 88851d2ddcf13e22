import ArgumentParser
import Foundation
import MRSConfiguration
import MRSPipeline

/// What every verb that leaves a run folder takes.
struct RunOptions: ParsableArguments {
  @Option(
    name: .customLong("protocol"), help: "A TOML file laid over the built-in protocol.",
    completion: .file(extensions: ["toml"]))
  var protocolFile: String?

  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp("Set one value of the protocol; may be repeated.", valueName: "path=value"),
    transform: { try ConfigurationOverride($0) })
  var overrides: [ConfigurationOverride] = []

  @Option(help: "The seed of all random numbers.")
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("The run folder to make.", valueName: "folder"), completion: .directory)
  var out: String

  @Option(help: "How many threads may work (default: one a core).")
  var threads: Int = ProcessInfo.processInfo.activeProcessorCount

  @Flag(help: "Print the results as JSON.")
  var json = false

  @Flag(help: "Show no progress.")
  var quiet = false

  @Flag(help: "Replace the run folder if it is there.")
  var force = false

  func validate() throws {
    guard threads >= 1 else { throw ValidationError("--threads is \(threads); it must be at least 1") }
  }

  /// The run folder's place.
  var destination: URL { URL(filePath: out) }

  /// How progress is shown.
  var progressStyle: ProgressReporter.Style { .standardError(quiet: quiet) }

  /// The layers of the protocol over the built-in one.
  ///
  /// - Throws: `ConfigurationError`.
  func layers(over builtIn: ConfigurationLayer) throws -> [ConfigurationLayer] {
    guard let protocolFile else { return [builtIn] }
    return [builtIn, try ConfigurationFile.layer(contentsOf: URL(filePath: protocolFile))]
  }
}
