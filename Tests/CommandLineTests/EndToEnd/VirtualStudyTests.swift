import Foundation
import TestSupport
import Testing

extension EndToEnd {
  @Suite("Virtual studies")
  struct VirtualStudies {
    /// The default study with few patients and averages, so that its network measures them.
    static let text = """
      [scan]
      coils = 2
      averages = 16
      waterAverages = 2
      [cohort]
      negatives = 5
      positives = 5
      priorSubjects = 3
      [diagnosis]
      networks = 2
      replicateExamples = 64
      limitExamples = 40
      [training]
      classificationExamples = 64
      """

    private struct Summary: Decodable {
      struct Rule: Decodable {
        let name: String
        let meanAccuracy: Double
        let meanAUC: Double
        let aucInterval: [Double]
        let shareAtLeast16of17: Double
      }

      struct Limits: Decodable {
        struct Row: Decodable {
          let rule: String
          let area: Double
        }
        let rows: [Row]
      }

      struct Effect: Decodable {
        let effect: Double
        let repeats: Int
        let classifiers: [Rule]
        let oracle: Rule
        let bayes: Rule
        let limits: Limits
      }

      let effects: [Effect]
    }

    @Test("One process and two shards that are merged leave the same parts, summary and tables, byte for byte")
    func shards() async throws {
      let scratch = try ScratchFolder()
      let study = try scratch.write(Self.text, as: "few.toml")
      func run(_ name: String, _ more: String...) async throws -> BuiltCommand.Outcome {
        try await BuiltCommand.run(
          ["study", "--virtual", "--repeats", "1", "--effects", "0,8", "--protocol", study, "--seed", "4", "--quiet"]
            + ["--out", scratch.path(name)] + more)
      }
      let whole = try await run("whole", "--json")
      try #require(whole.exitCode == 0, "\(whole.errors)")
      for number in [1, 0] {
        let part = try await run("merged", "--shard", "\(number)/2", "--threads", "\(number + 1)")
        try #require(part.exitCode == 0 && part.output.contains("hepatica merge"), "\(part.errors)")
        if number == 1 {
          let lacking = try await BuiltCommand.run(["merge", scratch.path("merged")])
          #expect(lacking.exitCode == 1 && lacking.errors.contains("2 of 3 jobs are not finished"), "\(lacking.errors)")
        }
      }
      let merged = try await BuiltCommand.run(["merge", scratch.path("merged")])
      #expect(merged.exitCode == 0 && merged.output.contains("Rules over replicates"), "\(merged.errors)")
      for name in ["parts.jsonl", "summary.json", "replicates.csv", "classifiers.csv", "priors.csv", "report.html"] {
        let both = try ["whole", "merged"].map { try Data(contentsOf: URL(filePath: scratch.path("\($0)/\(name)"))) }
        #expect(both[0] == both[1], "\(name)")
      }
      #expect(try await BuiltCommand.run("verify", scratch.path("merged")).exitCode == 0)

      let summary = try JSONDecoder().decode(Summary.self, from: Data(whole.output.utf8))
      #expect(summary.effects.map(\.effect) == [0, 8] && summary.effects.allSatisfy { $0.repeats == 1 })
      let names = try #require(summary.effects.first).classifiers.map(\.name)
      #expect(names.first == "cCNN" && names.contains("Bayes rule") && names.contains("discriminant, network"))
      // Ratios to the power 8: who knows the amounts sees it in every patient.
      #expect(try #require(summary.effects.last).oracle.meanAUC == 1)
      // Sixty-four spectra teach a logistic regression that much, and nothing where groups do not differ.
      let learnt = try summary.effects.map { effect in
        try #require(effect.limits.rows.first { $0.rule == "logistic, network" }).area
      }
      #expect(learnt[0] < 0.8 && learnt[1] > 0.9, "\(learnt)")
    }

    @Test(
      "What is asked wrongly is told: no cohort and no --virtual, both, a shard that is none, effects that are no numbers"
    )
    func wrong() async throws {
      for (arguments, text) in [
        (["study"], "Give a cohort table, or --virtual"), (["study", "x.csv", "--virtual"], "exclude one another"),
        (["study", "--virtual", "--shard", "3/2"], "--shard"),
        (["study", "--virtual", "--effects", "0,much"], "numbers separated by commas"),
        (["study", "--virtual", "--repeats", "0"], "at least 1"),
      ] {
        let outcome = try await BuiltCommand.run(arguments)
        #expect(outcome.exitCode == 64 && outcome.errors.contains(text), "\(outcome.errors)")
      }
    }
  }
}
