import ArgumentParser
import Foundation
import MRSConfiguration
import MRSCore
import MRSProfile
import MRSRuns
import MRSStudy

/// Which protocol, with what changed, and how many threads.
struct ProtocolOptions: ParsableArguments {
  @Option(
    name: .customLong("protocol"), help: "A built-in protocol's name, or a TOML file laid over the default one.",
    completion: .file(extensions: ["toml"]))
  var nameOrFile: String = StudyProtocol.defaultName

  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp("Set one value of the protocol; may be repeated.", valueName: "path=value"),
    transform: { try ConfigurationOverride($0) })
  var overrides: [ConfigurationOverride] = []

  @Option(help: "How many threads may work (default: one a core). No result depends on it.")
  var threads: Int = ProcessInfo.processInfo.activeProcessorCount

  func validate() throws {
    guard threads >= 1 else { throw ValidationError("--threads is \(threads); it must be at least 1") }
  }

  /// What every part of a study needs.
  ///
  /// - Throws: `ConfigurationError`, `ProfileError`.
  func settings(seed: UInt64, quiet: Bool) throws -> StudySettings {
    let studyProtocol = try StudyProtocol.load(nameOrFile, overrides: overrides)
    try studyProtocol.validate()
    return StudySettings(
      studyProtocol: studyProtocol, stream: RandomStream(seed: seed),
      worker: ProgressReporter.Style.standardError(quiet: quiet).worker(tasks: threads))
  }
}
