import ArgumentParser
import MRSConfiguration
import MRSCore
import MRSProfile

/// What analyses assume.
struct ProfileCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "profile", abstract: "List, show and check analysis profiles: what a fit assumes of a tissue.",
    subcommands: [List.self, Show.self, Check.self])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the built-in profiles.")

    func run() throws {
      for name in AnalysisProfile.builtInNames { print("\(name)  \(try AnalysisProfile.load(name).title)") }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Print a profile as TOML, with all layers resolved.")

    @Argument(help: "A built-in profile's name, or a TOML file laid over the one that its 'base' names.")
    var nameOrFile: String = "liver"

    func run() throws {
      print(try ConfigurationFile.encode(AnalysisProfile.load(nameOrFile)), terminator: "")
    }
  }

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Check the keys and values of a profile.")

    @Argument(help: "A TOML file, or a built-in profile's name.", completion: .file(extensions: ["toml"]))
    var file: String

    func run() throws {
      let profile = try AnalysisProfile.load(file)
      print(
        "\(file.printable): a valid profile, '\(profile.name.printable)' of \(profile.water.tissue), SHA-256 \(profile.sha256)"
      )
    }
  }
}
