import Foundation
import TestSupport
import Testing

/// Livers whose lipids, lineshapes and macromolecules another program made (`../shared/data/liver-others`).
@Suite("Livers whose fat is not ours", .enabled(if: SharedData.root != nil, "\(SharedData.reason)"))
struct LiversOfOthersTests {
  private struct Row: Decodable {
    struct Item: Decodable {
      let name: String
      let amount: Double
    }

    let spectrum: String
    let sums: [Item]
    let amounts: [Item]
    let fatFraction: Double
  }

  private struct Truth: Decodable {
    let trimethyl: Double
    let methylene: Double
    let pdff: Double

    enum CodingKeys: String, CodingKey {
      case trimethyl, pdff
      case methylene = "Lip130"
    }
  }

  @Test("Choline-type signals, fat and its fraction are the truth's, by fit and by map", arguments: ["fit", "map"])
  func recovery(method: String) async throws {
    let kinds = ["singlets", "weak", "moved", "real-wide"]
    let names = kinds.flatMap { kind in (0..<3).map { "\(kind)-00\($0)" } }
    let folder = SharedData.path("liver-others")
    let truths = try JSONDecoder().decode(
      [String: Truth].self, from: Data(contentsOf: URL(filePath: folder + "/truth.json")))
    let scratch = try ScratchFolder()
    let list = try scratch.write(
      "file,water\n" + names.map { "\(folder)/\($0).nii,\(folder)/\($0)-water.nii\n" }.joined(), as: "list.csv")
    let out = scratch.path("out")
    let outcome = try await BuiltCommand.run("quantify", list, "--method", method, "--out", out, "--quiet")
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    var ratios: [String: [Double]] = [:]
    for line in try Data(contentsOf: URL(filePath: out + "/results.jsonl")).split(separator: UInt8(ascii: "\n")) {
      let row = try JSONDecoder().decode(Row.self, from: Data(line))
      let name = URL(filePath: row.spectrum).deletingPathExtension().lastPathComponent
      let truth = try #require(truths[name])
      let sum = try #require(row.sums.first { $0.name == "tTMA" })
      let fat = try #require(row.amounts.first { $0.name == "Lip130" })
      // Rigid functions gave a quarter of the choline of singlets, wide lines ten times all.
      #expect(abs(sum.amount / truth.trimethyl - 1) < 0.35, "\(name)")
      ratios["tTMA", default: []].append(sum.amount / truth.trimethyl)
      ratios["Lip130", default: []].append(fat.amount / truth.methylene)
      ratios["PDFF", default: []].append(row.fatFraction / truth.pdff)
    }
    for (name, bound) in [("tTMA", 0.08), ("Lip130", 0.08), ("PDFF", 0.05)] {
      let sorted = try #require(ratios[name]).sorted()
      #expect(sorted.count == 12 && abs(sorted[6] - 1) < bound, "\(name): \(sorted)")
    }
  }
}
