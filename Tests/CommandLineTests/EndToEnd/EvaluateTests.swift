import Foundation
import Testing

extension EndToEnd {
  @Suite("Evaluation of methods")
  struct EvaluateRuns {
    private struct Patient: Decodable {
      let id: String
      let amounts: [String: Double]
      let fatFraction: Double
    }

    private struct Evaluation: Decodable {
      struct Target: Decodable {
        struct Score: Decodable {
          let count: Int
          let rmse: Double
          let medianRatio: Double
        }

        let name: String
        let methods: [String: Score]
      }

      struct Group: Decodable {
        let name: String
        let examples: Int
      }

      let scenario: String
      let examples: Int
      let targets: [Target]
      let groups: [Group]
    }

    @Test("Scans of a folder are quantified with their waters and held against truth.json, by variant")
    func folder() async throws {
      let demo = try await SharedRuns.left(by: .demo)
      let patients: [Patient] = try demo.decoded(from: "cohort/truth.json")
      let scratch = try ScratchFolder()
      let folder = scratch.path("scans")
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      var truth: [String: Any] = [:]
      for patient in patients.prefix(4) {
        for name in [patient.id, "\(patient.id)-water"] {
          try FileManager.default.copyItem(
            atPath: demo.path("cohort/\(name).nii.gz"), toPath: "\(folder)/\(name).nii.gz")
        }
        truth[patient.id] = ["variant": "one", "amounts": patient.amounts, "pdff": patient.fatFraction]
      }
      let file = URL(filePath: folder).appending(path: "truth.json")
      try JSONSerialization.data(withJSONObject: truth).write(to: file)
      let command = [
        "evaluate", folder, "--methods", "map,network", "--network", demo.path("qcnn"), "--protocol",
        demo.path("protocol.toml"), "--quiet",
      ]
      let outcome = try await BuiltCommand.run(command + ["--json"])
      #expect(outcome.exitCode == 0, "\(outcome.errors)")
      let found = try JSONDecoder().decode(Evaluation.self, from: Data(outcome.output.utf8))
      #expect(found.scenario == "scans" && found.examples == 4)
      #expect(found.groups.map(\.name) == ["one"] && found.groups.map(\.examples) == [4])
      let methylene = try #require(found.targets.first { $0.name == "Lip130" }?.methods["map"])
      #expect(methylene.count == 4 && abs(methylene.medianRatio - 1) < 0.2, "\(methylene)")
      #expect(found.targets.allSatisfy { Set($0.methods.keys) == ["map", "network"] })

      try FileManager.default.removeItem(atPath: "\(folder)/\(patients[0].id)-water.nii.gz")
      let incomplete = try await BuiltCommand.run(command)
      #expect(incomplete.exitCode == 1 && incomplete.errors.contains("\(patients[0].id)-water"), "\(incomplete.errors)")
    }

    @Test("What cannot be evaluated is refused before any work, with what to give")
    func refusals() async throws {
      let demo = try await SharedRuns.left(by: .demo)
      let network = try await BuiltCommand.run(
        "evaluate", "--methods", "network", "--protocol", demo.path("protocol.toml"), "--quiet")
      #expect(network.exitCode == 1 && network.errors.contains("--network BUNDLE"), "\(network.errors)")
      for (arguments, text) in [
        (["--methods", "nlfs"], "'nlfs' is no method"), (["--examples", "2"], "it must be at least 3"),
        (["--scenario", "dirty"], "dirty"),
      ] {
        let outcome = try await BuiltCommand.run(["evaluate"] + arguments)
        #expect(outcome.exitCode == 64 && outcome.errors.contains(text), "\(outcome.errors)")
      }
    }
  }
}
