import Foundation
import Testing

@Suite("Help of the command line")
struct HelpTests {
  static let snapshots = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Snapshots")

  /// With HEPATICA_RECORD=1 in the environment, the snapshots are written anew, to be read and committed.
  static let records = ProcessInfo.processInfo.environment["HEPATICA_RECORD"] == "1"

  @Test(
    "Help is as it was read and committed",
    arguments: [
      "hepatica", "about", "anonymise", "challenge", "classify", "convert", "demo", "evaluate", "export-network",
      "inspect", "merge", "prior", "process", "protocol", "quantify", "simulate", "slurm", "study", "synthesize",
      "train",
      "verify",
    ])
  func help(verb: String) async throws {
    let outcome = try await verb == "hepatica" ? BuiltCommand.run("--help") : BuiltCommand.run(verb, "--help")
    #expect(outcome.exitCode == 0)
    #expect(outcome.errors.isEmpty)
    let file = Self.snapshots.appending(path: "help-\(verb).txt")
    // Numbers that are defaults may be the machine's, as its cores.
    let output = outcome.output.replacing(/\(default: \d+\)/, with: "(default: N)")
    if Self.records { try Data(output.utf8).write(to: file) }
    #expect(output == (try String(contentsOf: file, encoding: .utf8)))
  }

  @Test("Without arguments the command shows its help")
  func noArguments() async throws {
    let (bare, help) = (try await BuiltCommand.run(), try await BuiltCommand.run("--help"))
    #expect(bare.output == help.output)
    #expect(bare.exitCode == 0)
  }

  @Test("The command tells its version")
  func version() async throws {
    let outcome = try await BuiltCommand.run("--version")
    #expect(outcome.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
    #expect(outcome.exitCode == 0)
  }
}
