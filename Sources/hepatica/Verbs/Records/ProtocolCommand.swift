import ArgumentParser
import MRSConfiguration
import MRSCore
import MRSProfile

/// The descriptions of studies.
struct ProtocolCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "protocol", abstract: "List, show and check study protocols.",
    subcommands: [List.self, Show.self, Check.self])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the built-in protocols.")

    func run() throws {
      for name in StudyProtocol.builtInNames { print("\(name)  \(try StudyProtocol.load(name).title)") }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print a protocol as TOML, with all layers resolved.")

    @Argument(help: "A built-in protocol's name, or a TOML file laid over the default one.")
    var nameOrFile: String = StudyProtocol.defaultName

    @OptionGroup var changes: OverrideOptions

    func run() throws {
      let studyProtocol = try StudyProtocol.load(nameOrFile, overrides: changes.overrides)
      print(try ConfigurationFile.encode(studyProtocol), terminator: "")
    }
  }

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check the keys and values of a protocol.",
      discussion: "Unknown keys, wrong types and values that make no sense are refused, the first with its place.")

    @Argument(
      help: "A TOML file laid over the default protocol, or a built-in protocol's name.",
      completion: .file(extensions: ["toml"]))
    var file: String

    @OptionGroup var changes: OverrideOptions

    func run() throws {
      let studyProtocol = try StudyProtocol.load(file, overrides: changes.overrides)
      try studyProtocol.validate()
      print(
        "\(file.printable): a valid protocol, '\(studyProtocol.name.printable)': \(studyProtocol.targets.count) targets"
      )
    }
  }
}

/// Values set over those of a protocol.
struct OverrideOptions: ParsableArguments {
  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp("Set one value of the protocol; may be repeated.", valueName: "path=value"),
    transform: { try ConfigurationOverride($0) })
  var overrides: [ConfigurationOverride] = []
}
