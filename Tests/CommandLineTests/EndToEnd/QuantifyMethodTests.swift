import Foundation
import Testing

extension EndToEnd {
  @Suite("Ways to quantify")
  struct QuantifyMethods {
    @Test(
      "Fit, MAP, posterior, Markov chains and network each name themselves and give every target an amount with an uncertainty",
      arguments: [(SmallRun.fit, "map"), (.map, "map"), (.posterior, "posterior"), (.mcmc, "mcmc"), (.network, "qcnn")])
    func methods(run: SmallRun, method: String) async throws {
      let left = try await SharedRuns.left(by: run)
      let rows = try left.rows(of: "result.csv")
      let header = try #require(rows.first)
      let (name, amount, deviation) = (
        try #require(header.firstIndex(of: "name")), try #require(header.firstIndex(of: "amount")),
        try #require(header.firstIndex(of: "standard deviation"))
      )
      for target in ["GPC", "Glycogen", "Glu", "Lip130"] {
        let row = try #require(rows.first { $0[name] == target }, "\(target)")
        #expect(Double(row[amount]).map { $0 >= 0 && $0.isFinite } == true, "\(row)")
        #expect(Double(row[deviation]).map { $0 > 0 } == true, "\(row)")
      }
      #expect(try left.text("result.json").contains("\"\(method)\""))
    }

    @Test("The prior narrows what the spectrum leaves open: MAP is surer of most amounts than the fit")
    func prior() async throws {
      func deviations(_ run: SmallRun) async throws -> [String: Double] {
        let rows = try await SharedRuns.left(by: run).rows(of: "result.csv")
        let column = try #require(rows.first?.firstIndex(of: "standard deviation"))
        return Dictionary(rows.dropFirst().map { ($0[0], Double($0[column]) ?? .nan) }, uniquingKeysWith: { $1 })
      }
      let (free, known) = (try await deviations(.fit), try await deviations(.map))
      let ratios = free.compactMap { name, own in known[name].map { $0 / own } }.filter(\.isFinite).sorted()
      #expect(ratios.count >= 11 && ratios[ratios.count / 2] < 0.9, "\(ratios)")
    }

    @Test(
      "A list and stored spectra give a row each, in order, without an error",
      arguments: [
        (SmallRun.list, 8, "virtual-001"), (.stored, 16, "validation.h5#0"), (.storedByNetwork, 16, "validation.h5#0"),
      ])
    func batches(run: SmallRun, count: Int, first: String) async throws {
      let left = try await SharedRuns.left(by: run)
      let rows = try left.rows(of: "results.csv")
      #expect(rows.count == count + 1)
      #expect(rows.dropFirst().first?.first?.hasPrefix(first) == true, "\(rows.dropFirst().first ?? [])")
      let column = try #require(rows.first?.firstIndex(of: "error"))
      #expect(rows.dropFirst().allSatisfy { $0[column].isEmpty })
      #expect(try left.text("results.jsonl").split(separator: "\n").count == count)
    }

    @Test("A scan in a batch has the amounts that it has alone")
    func alone() async throws {
      let (single, list) = (try await SharedRuns.left(by: .fit), try await SharedRuns.left(by: .list))
      let (alone, all) = (try single.rows(of: "result.csv"), try list.rows(of: "results.csv"))
      let row = try #require(all.first { $0[0].hasPrefix("virtual-003") })
      let amount = try #require(alone.first?.firstIndex(of: "amount"))
      for species in SmallStudy.species + ["Lip130"] {
        let column = try #require(all.first?.firstIndex(of: species), "\(species)")
        #expect(row[column] == alone.first { $0[0] == species }?[amount], "\(species)")
      }
    }
  }
}
