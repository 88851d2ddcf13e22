import Foundation
import MRSProfile
import MRSQuantification
import MRSRuns
import MRSStudy
import Testing

@Suite("Batches on the command line")
struct BatchTests {
  @Test("One file that cannot be read does not lose the others: its error is in the table, and the exit code says so")
  func oneFails() async throws {
    let scratch = try ScratchFolder()
    let good = ["a", "b"].map { "\($0).SDAT" }
    for name in ["a", "b"] { _ = try scratch.philips(name) }
    _ = try scratch.write("no signal", as: "broken.nii.gz")
    let list = try scratch.write("file\na.SDAT\nbroken.nii.gz\nb.SDAT\nmissing.SDAT\n", as: "list.csv")
    let outcome = try await BuiltCommand.run("quantify", list, "--out", scratch.path("out"), "--quiet")
    #expect(outcome.exitCode == 1)
    #expect(outcome.errors.hasPrefix("error: 2 of 4 spectra could not be quantified; the first: broken.nii.gz: "))
    #expect(outcome.errors.filter { $0 == "\n" }.count == 1)
    let lines = try String(contentsOfFile: scratch.path("out/results.jsonl"), encoding: .utf8).split(separator: "\n")
    let records = try lines.map { try JSONDecoder().decode(BatchRecord.self, from: Data($0.utf8)) }
    #expect(records.map(\.spectrum) == ["a.SDAT", "broken.nii.gz", "b.SDAT", "missing.SDAT"])
    #expect(records.map { $0.error == nil } == [true, false, true, false])
    #expect(records.filter { $0.error == nil }.map(\.spectrum) == good)
    let table = try String(contentsOfFile: scratch.path("out/results.csv"), encoding: .utf8)
    #expect(table.split(separator: "\r\n").count == 5)
    #expect(try await BuiltCommand.run("verify", scratch.path("out")).exitCode == 0)
  }

  @Test("What a batch cannot take is wrong usage or refused, and begins nothing")
  func refusals() async throws {
    let scratch = try ScratchFolder()
    let files = [try scratch.philips("a"), try scratch.philips("b")]
    let without = try await BuiltCommand.run(["quantify"] + files)
    #expect(without.exitCode == 64 && without.errors.contains("--out"), "\(without.errors)")
    let water = try await BuiltCommand.run(
      ["quantify"] + files + ["--water", files[0], "--out", scratch.path("out")])
    #expect(water.exitCode == 1 && water.errors.hasPrefix("error: --water is for one spectrum"), "\(water.errors)")
    let saliency = try await BuiltCommand.run(
      ["quantify"] + files + ["--method", "network", "--saliency", "tCho", "--out", scratch.path("out")])
    #expect(saliency.exitCode == 1 && saliency.errors.hasPrefix("error: --saliency is for one"), "\(saliency.errors)")
    #expect(!scratch.contents.contains { $0.contains("out") })
  }
}
