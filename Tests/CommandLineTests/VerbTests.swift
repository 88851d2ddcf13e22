import Foundation
import MRSCore
import MRSProfile
import MRSQuantification
import MRSRuns
import MRSStudy
import Testing

@Suite("Verbs of the command line")
struct VerbTests {
  @Test("about tells the version, the licence, the engines, the work to cite, and what it is not")
  func about() async throws {
    let outcome = try await BuiltCommand.run("about")
    #expect(outcome.exitCode == 0)
    #expect(outcome.errors.isEmpty)
    for text in [
      "hepatica \(Versions.current)", "Apache-2.0", "HDF5 ", "OpenBLAS ", "doi:10.2463/mrms.mp.2025-0064",
      "not a medical device",
    ] {
      #expect(outcome.output.contains(text), "\(text)")
    }
    let json = try await BuiltCommand.run("about", "--json")
    let facts = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    #expect((facts["versions"] as? [String: Any])?["hepatica"] as? String == Versions.current)
  }

  @Test("A verb that leaves a run folder prints it with its table as JSON, and not as CSV too")
  func stageJSON() async throws {
    let folder = try ScratchFolder()
    let outcome = try await BuiltCommand.run("simulate", "--out", folder.path("basis"), "--json", "--quiet")
    let found = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    #expect((found["run"] as? String)?.hasSuffix("basis") == true)
    let rows = try #require((found["table"] as? [String: Any])?["rows"] as? [[String: Any]])
    #expect(rows.count > 20 && rows.contains { $0.values.contains { $0 as? String == "GPC" } }, "\(rows.first ?? [:])")
    let both = try await BuiltCommand.run("simulate", "--out", folder.path("other"), "--json", "--csv")
    #expect(both.exitCode == 64 && both.errors.contains("--csv or --json"))
  }

  @Test("verify passes a run folder as it was left, and fails one that was changed")
  func verify() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "hepatica-test-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try await RunFolder.run(at: folder) { run in
      try run.write(Data([1]), to: "a.bin")
      try run.finish(.init(verb: "fit", arguments: []), seed: nil, resolved: ["points": 3])
    }
    let whole = try await BuiltCommand.run("verify", folder.path)
    #expect(whole.output == "\(folder.path): 2 files as fit left them\n")
    #expect(whole.exitCode == 0)
    try Data([2]).write(to: folder.appending(path: "a.bin"))
    let changed = try await BuiltCommand.run("verify", folder.path)
    #expect(changed.output.isEmpty)
    #expect(changed.errors == "error: \(folder.path): not as its run left it: 'a.bin' was changed\n")
    #expect(changed.exitCode == 1)
  }

  @Test(
    "Wrong usage is one line on standard error and exit code 64",
    arguments: [
      (["abut"], "error: there is no verb 'abut'; did you mean about?"),
      (["about", "--jsn"], "error: Unknown option '--jsn'"),
      (["verify", ""], "error: argument 2 is empty"), (["slurm", "--shards", "3"], "error: Missing expected argument"),
      (["verify"], "error: Missing expected argument '<folder>'"),
      (["quantify", "a.SDAT", "--saliency", "tCho"], "error: --saliency needs --method network"),
    ])
  func wrongUsage(arguments: [String], expected: String) async throws {
    let outcome = try await BuiltCommand.run(arguments)
    #expect(outcome.errors.hasPrefix(expected), "\(outcome.errors)")
    #expect(outcome.errors.filter { $0 == "\n" }.count == 1)
    #expect(outcome.output.isEmpty)
    #expect(outcome.exitCode == 64)
  }

  @Test("Help on a verb that takes another command is its own")
  func slurmHelp() async throws {
    let outcome = try await BuiltCommand.run("slurm", "--help")
    #expect(outcome.exitCode == 0 && outcome.output.contains("Print a Slurm batch script"), "\(outcome.errors)")
  }

  @Test("A failure is one line on standard error and exit code 1")
  func failure() async throws {
    let outcome = try await BuiltCommand.run("verify", "/nowhere")
    #expect(outcome.errors == "error: /nowhere: cannot be read: there is no such folder\n")
    #expect(outcome.exitCode == 1)
  }
}
