import Foundation
import Testing

extension EndToEnd {
  @Suite("What each run leaves")
  struct RunFolders {
    @Test(
      "Every run prints its result, leaves its files, each readable as what it is, and verifies",
      arguments: SmallRun.allCases)
    func leaves(run: SmallRun) async throws {
      let left = try await SharedRuns.left(by: run)
      for text in run.prints { #expect(left.outcome.output.contains(text), "\(text) in \(left.outcome.output)") }
      #expect(left.outcome.errors.isEmpty, "\(left.outcome.errors)")
      let files = left.files
      let expected = run.leaves + ["manifest.json", "protocol.toml", "log.txt", "timing.json"]
      #expect(Set(expected).subtracting(files).sorted() == [])
      for name in files where name != "log.txt" {
        let fault = try await ReadableFile.fault(of: name, in: left)
        #expect(fault == nil, "\(name) \(fault ?? "")")
      }
      let verified = try await BuiltCommand.run("verify", left.folder.path)
      #expect(verified.exitCode == 0 && verified.output.contains(" files as "), "\(verified.errors)")
    }

    /// Those that share work among threads, each way of it once: a study of a cohort table does what a demo does, and one fit
    /// has one thread.
    static let threaded: [SmallRun] = [
      .demo, .simulate, .synthesize, .train, .classify, .evaluate, .list, .storedByNetwork,
    ]

    @Test("The same seed leaves the same bytes with another number of threads", arguments: threaded)
    func threads(run: SmallRun) async throws {
      let (two, one) = (try await SharedRuns.left(by: run), try await SharedRuns.left(by: run, threads: 1))
      #expect(one.differences(from: two) == [])
      #expect(one.outcome.output.replacing(one.folder.path, with: two.folder.path) == two.outcome.output)
    }

    @Test("Another seed leaves other spectra and other networks")
    func otherSeed() async throws {
      let study = try await SharedRuns.left(by: .demo)
      let other = try await SharedRuns.left(in: "other-cohort", by: ["demo", "--seed", "9"])
      let differences = other.differences(from: study)
      for name in ["cohort/virtual-001.nii.gz", "prior.json", "ccnn/weights.safetensors", "qcnn/weights.safetensors"] {
        #expect(differences.contains(name), "\(name)")
      }
      #expect(!differences.contains("basis.json"), "nothing is drawn in a basis")
    }

    @Test("verify finds what was changed, removed or added in a run folder, and inspect tells whose run it was")
    func verify() async throws {
      let left = try await SharedRuns.left(by: .classify)
      let scratch = try ScratchFolder()
      let copy = scratch.path("copy")
      try FileManager.default.copyItem(atPath: left.folder.path, toPath: copy)
      #expect(try await BuiltCommand.run("verify", copy).exitCode == 0)
      let inspected = try await BuiltCommand.run("inspect", copy)
      #expect(inspected.output.contains("classify") && inspected.output.contains("scores.csv"))
      let scores = URL(filePath: copy).appending(path: "scores.csv")
      var data = try Data(contentsOf: scores)
      data[data.endIndex - 4] ^= 1
      try data.write(to: scores)
      try FileManager.default.removeItem(atPath: copy + "/result.json")
      try Data("more".utf8).write(to: URL(filePath: copy).appending(path: "more.txt"))
      let outcome = try await BuiltCommand.run("verify", copy)
      #expect(outcome.exitCode == 1)
      for text in ["'scores.csv' was changed", "result.json", "more.txt"] {
        #expect(outcome.errors.contains(text), "\(text) in \(outcome.errors)")
      }
      let listed = try await BuiltCommand.run("verify", copy, "--json")
      #expect(listed.exitCode == 1)
      let discrepancies = try #require(try JSONSerialization.jsonObject(with: Data(listed.output.utf8)) as? [Any])
      #expect(discrepancies.count == 3)
    }
  }
}
