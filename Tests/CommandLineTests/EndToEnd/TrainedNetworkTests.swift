import Foundation
import Testing

extension EndToEnd {
  @Suite("Networks from spectra in files")
  struct TrainedNetworks {
    @Test("A network tells its task and that it is not for diagnosis", arguments: [SmallRun.train, .trainClasses])
    func card(run: SmallRun) async throws {
      let left = try await SharedRuns.left(by: run)
      let outcome = try await BuiltCommand.run("inspect", left.path("network"))
      #expect(outcome.exitCode == 0, "\(outcome.errors)")
      for text in [run == .train ? "quantification" : "classification", "not for diagnosis", "training examples  64"] {
        #expect(outcome.output.contains(text), "\(text)")
      }
      let json = try await BuiltCommand.run("inspect", left.path("network"), "--json")
      #expect(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) is [String: Any])
    }

    @Test("classify scores every patient between 0 and 1, calls by the half, and counts the calls")
    func scores() async throws {
      let left = try await SharedRuns.left(by: .classify)
      let rows = try left.rows(of: "scores.csv")
      #expect(rows.first == ["subject", "group", "score", "called", "doubts"])
      #expect(rows.dropFirst().map { $0[0] } == (1...8).map { "virtual-00\($0)" })
      for row in rows.dropFirst() {
        let score = try #require(Double(row[2]))
        #expect(score > 0 && score < 1)
        #expect(row[3] == (score >= 0.5 ? "LC-HCC" : "LC"))
      }
      #expect(Set(rows.dropFirst().map { $0[2] }).count == 8, "a score of its own each")
      #expect(try left.text("result.json").contains("truePositives"))
    }

    @Test("A network of the other task is refused with its folder, its task and the one needed")
    func otherTask() async throws {
      let (demo, train) = (try await SharedRuns.left(by: .demo), try await SharedRuns.left(by: .train))
      let scratch = try ScratchFolder()
      let outcome = try await BuiltCommand.run(
        "classify", demo.path("cohort/cohort.csv"), "--network", train.path("network"), "--protocol",
        demo.path("protocol.toml"), "--out", scratch.path("out"), "--quiet")
      #expect(outcome.exitCode == 1)
      #expect(
        outcome.errors.hasPrefix("error: ") && outcome.errors.contains(train.path("network")), "\(outcome.errors)")
      #expect(outcome.errors.contains("task is quantification; expected classification"), "\(outcome.errors)")
      #expect(scratch.contents.isEmpty)
    }
  }
}
