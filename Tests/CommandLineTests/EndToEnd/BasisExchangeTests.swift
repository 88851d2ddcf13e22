import Foundation
import Testing

extension EndToEnd {
  @Suite("A basis in the formats of other programs")
  struct BasisExchange {
    private struct Result: Decodable {
      struct Row: Decodable {
        let name: String
        let amount: Double
        let standardDeviation: Double?
      }

      let amounts: [Row]
    }

    @Test(
      "inspect finds the same functions in each export as in basis.json", arguments: ["small.BASIS", "raw", "fsl-mrs"])
    func functions(name: String) async throws {
      let left = try await SharedRuns.left(by: .simulate)
      func names(_ file: String) async throws -> [String] {
        let outcome = try await BuiltCommand.run("inspect", left.path(file))
        try #require(outcome.exitCode == 0, "\(outcome.errors)")
        let line = try #require(outcome.output.split(separator: "\n").first { $0.hasPrefix("  names ") })
        return line.dropFirst(8).split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.sorted()
      }
      let exported = try await names(name)
      #expect(exported.count == SmallStudy.functions)
      #expect(try await names("basis.json") == exported)
    }

    @Test("simulate leaves out the lipids where that is asked for, and nothing else")
    func withoutLipids() async throws {
      struct Basis: Decodable {
        struct Function: Decodable { let name: String }

        let functions: [Function]
      }

      let left = try await SharedRuns.left(in: "no-lipids", by: ["simulate", "--no-lipids"])
      #expect(try left.decoded(Basis.self, from: "basis.json").functions.map(\.name) == SmallStudy.species)
      let all = try await SharedRuns.left(by: .simulate).decoded(Basis.self, from: "basis.json").functions.map(\.name)
      #expect(all.count == SmallStudy.functions && all.contains("Lip130"))
    }

    /// The three hold the same samples with six digits or more, so what differs must be far below what noise does; found
    /// was a twenty-thousandth of a standard deviation.
    @Test("Each export gives the same amounts, to a thousandth of their uncertainty")
    func amounts() async throws {
      let reference = try await SharedRuns.left(by: .lcmodelBasis).decoded(Result.self, from: "result.json").amounts
      #expect(reference.count >= SmallStudy.functions)
      #expect(reference.contains { $0.amount > 0 && ($0.standardDeviation ?? .infinity) < $0.amount / 5 })
      for run in [SmallRun.rawBasis, .jsonBasis] {
        let found = try await SharedRuns.left(by: run).decoded(Result.self, from: "result.json").amounts
        let byName = Dictionary(uniqueKeysWithValues: found.map { ($0.name, $0) })
        for row in reference {
          let same = try #require(byName[row.name], "\(row.name)")
          let tolerance = 0.001 * (row.standardDeviation ?? 0) + 1e-6
          #expect(abs(same.amount - row.amount) < tolerance, "\(run), \(row.name): \(same.amount), \(row.amount)")
        }
      }
    }
  }
}
