import Foundation
import MRSCore
import MRSStatistics
import Testing

@Suite("ConvergenceDiagnostics")
struct ConvergenceDiagnosticsTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Convergence")

  private static func rows(_ file: String) throws -> [[String]] {
    try String(contentsOf: folder.appending(path: file), encoding: .utf8).split(separator: "\n").dropFirst()
      .map { $0.split(separator: ",").map(String.init) }
  }

  @Test("R̂, sample sizes and Monte-Carlo error are ArviZ's on seven kinds of chains")
  func reference() throws {
    var chains: [String: [[Double]]] = [:]
    for row in try Self.rows("draws.csv") {
      chains[row[0], default: []].append(row[2].split(separator: " ").compactMap { Double($0) })
    }
    let expected = try Self.rows("arviz.csv")
    #expect(expected.count == 7)
    for row in expected {
      let found = try ConvergenceDiagnostics(try #require(chains[row[0]]))
      let values = [found.rHat, found.bulkSampleSize, found.tailSampleSize, found.meanError]
      for (value, reference) in zip(values, row.dropFirst()) {
        let reference = try #require(Double(reference))
        // The same arithmetic in another order.
        #expect(abs(value / reference - 1) < 1e-9, "\(row[0]): \(value), ArviZ \(reference)")
      }
    }
  }

  @Test("Chains of one value have converged; chains stuck at two values have not")
  func constant() throws {
    let same = try ConvergenceDiagnostics([[Double]](repeating: [Double](repeating: 2, count: 20), count: 4))
    #expect(same.rHat == 1 && same.bulkSampleSize == 80 && same.meanError == 0)
    let stuck = try ConvergenceDiagnostics([1.0, 2].map { [Double](repeating: $0, count: 20) })
    #expect(stuck.rHat == .infinity && !stuck.isConverged)
    #expect(stuck.bulkSampleSize == 4)
  }

  @Test("Draws that convergence cannot be judged from are refused")
  func refusals() {
    #expect(throws: SamplerError.tooFewDraws(chains: 0, draws: 0)) { try ConvergenceDiagnostics([]) }
    #expect(throws: SamplerError.tooFewDraws(chains: 1, draws: 7)) {
      try ConvergenceDiagnostics([[Double](repeating: 0, count: 7)])
    }
    let good = (0..<10).map(Double.init)
    #expect(throws: SamplerError.damagedDraws(chain: 1)) { try ConvergenceDiagnostics([good, good.dropLast()]) }
    #expect(throws: SamplerError.damagedDraws(chain: 1)) {
      try ConvergenceDiagnostics([good, good.map { $0 == 3 ? .nan : $0 }])
    }
  }
}
