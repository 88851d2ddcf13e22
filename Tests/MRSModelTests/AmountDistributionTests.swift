import Foundation
import MRSCore
import MRSModel
import Numerics
import Testing

@Suite("AmountDistribution")
struct AmountDistributionTests {
  static func distribution() throws -> AmountDistribution {
    let root = Matrix(rows: 3, columns: 3, elements: [0.4, 0.2, -0.1, 0, 0.3, 0.1, 0, 0, 0.5])
    return try AmountDistribution(
      names: ["A", "B", "C"], logMeans: [.log(2), .log(0.5), .log(50)], logCovariance: root.timesTransposed(root))
  }

  @Test("Draws have the stated medians, means and logarithmic covariances within four standard errors")
  func moments() throws {
    let distribution = try Self.distribution()
    var stream = RandomStream(seed: 31)
    let n = 40_000
    let draws = (0..<n).map { _ in distribution.draw(using: &stream) }
    let root = Double(n).squareRoot()
    var logMeans = [0.0, 0, 0]
    for draw in draws { for k in 0..<3 { logMeans[k] += Double.log(draw[k]) / Double(n) } }
    for k in 0..<3 {
      #expect(abs(logMeans[k] - .log(distribution.median(k))) < 4 * distribution.logDeviation(k) / root)
      let mean = draws.reduce(0) { $0 + $1[k] } / Double(n)
      #expect(abs(mean - distribution.mean(k)) < 4 * distribution.standardDeviation(k) / root)
      for j in 0...k {
        let covariance = draws.reduce(0.0) {
          $0 + (Double.log($1[j]) - logMeans[j]) * (Double.log($1[k]) - logMeans[k]) / Double(n)
        }
        // Var of a sample covariance of normals: (σ_jj·σ_kk + σ_jk²)/n.
        let c = distribution.logCovariance
        let error = (c[j, j] * c[k, k] + c[j, k] * c[j, k]).squareRoot() / root
        #expect(abs(covariance - c[j, k]) < 4 * error)
      }
    }
  }

  @Test("Amounts with the means and covariances of a log-normal distribution are that distribution again")
  func ofQuantification() throws {
    let known = try Self.distribution()
    var covariance = Matrix(zeros: 3, 3)
    for i in 0..<3 {
      for j in 0..<3 {
        covariance[i, j] = known.mean(i) * known.mean(j) * Double.expMinusOne(known.logCovariance[i, j])
      }
    }
    func quantification(_ covariance: Matrix?) -> Quantification {
      Quantification(
        method: "test", unit: .millimolar,
        amounts: (0..<3).map {
          Amount(
            name: known.names[$0], value: known.mean($0), standardDeviation: known.standardDeviation($0),
            uncertainty: .predictive)
        }, covariance: covariance, quality: Quality(signalToNoise: 1, linewidth: nil, residualToNoise: nil))
    }
    let found = try AmountDistribution(of: quantification(covariance))
    let alone = try AmountDistribution(of: quantification(nil))
    for i in 0..<3 {
      #expect(abs(found.logMeans[i] - known.logMeans[i]) < 1e-12)
      for j in 0..<3 {
        #expect(abs(found.logCovariance[i, j] - known.logCovariance[i, j]) < 1e-12)
        #expect(abs(alone.logCovariance[i, j] - (i == j ? known.logCovariance[i, i] : 0)) < 1e-12)
      }
    }
  }

  @Test("What only another distribution has is added, independent of the rest")
  func completed() throws {
    let known = try Self.distribution()
    let other = try AmountDistribution(
      names: ["D", "B"], logMeans: [7, 9], logCovariance: Matrix(rows: 2, columns: 2, elements: [4, 1, 1, 9]))
    let found = try known.completed(by: other)
    #expect(found.names == ["A", "B", "C", "D"] && found.logMeans[3] == 7 && found.logMeans[1] == known.logMeans[1])
    #expect(found.logCovariance[3, 3] == 4 && found.logCovariance[0, 1] == known.logCovariance[0, 1])
    #expect((0..<3).allSatisfy { found.logCovariance[$0, 3] == 0 && found.logCovariance[3, $0] == 0 })
  }

  @Test("Widening keeps medians and correlations; what had no spread gets the minimum")
  func widening() throws {
    let distribution = try Self.distribution()
    let widened = try distribution.widened(by: 1.5, minimum: 0.01)
    #expect(widened.logMeans == distribution.logMeans)
    for j in 0..<3 {
      #expect(abs(widened.logDeviation(j) / distribution.logDeviation(j) - 1.5) < 1e-12)
      for k in 0..<3 {
        let before = distribution.logCovariance[j, k] / (distribution.logDeviation(j) * distribution.logDeviation(k))
        let after = widened.logCovariance[j, k] / (widened.logDeviation(j) * widened.logDeviation(k))
        #expect(abs(before - after) < 1e-12)
      }
    }
    let flat = try AmountDistribution(names: ["A"], logMeans: [0], logCovariance: Matrix(zeros: 1, 1))
    #expect(try flat.widened(by: 2, minimum: 0.3).logDeviation(0) == 0.3)
    #expect(try distribution.widened(by: 1, minimum: 0.6).logDeviation(0) == 0.6)
  }

  @Test("What varies together is known less as a sum, and as well as before as a ratio")
  func varyingTogether() throws {
    let distribution = try Self.distribution()
    let varying = try distribution.varying(together: ["A", "C"], deviation: 0.4)
    #expect(varying.logMeans == distribution.logMeans)
    func variance(_ distribution: AmountDistribution, _ weights: [Double]) -> Double {
      let image = distribution.logCovariance * weights
      return zip(weights, image).reduce(0) { $0 + $1.0 * $1.1 }
    }
    // Of ln A − ln C nothing, of ln A + ln C four times the common variance.
    #expect(abs(variance(varying, [1, 0, -1]) - variance(distribution, [1, 0, -1])) < 1e-12)
    #expect(abs(variance(varying, [1, 0, 1]) - variance(distribution, [1, 0, 1]) - 4 * 0.16) < 1e-12)
    #expect(abs(variance(varying, [0, 1, 0]) - variance(distribution, [0, 1, 0])) < 1e-12)
  }

  @Test("What is encoded draws the same; a table of the wrong size is refused")
  func coding() throws {
    let distribution = try Self.distribution()
    let decoded = try JSONDecoder().decode(AmountDistribution.self, from: JSONEncoder().encode(distribution))
    #expect(decoded == distribution)
    let bad = #"{"names": ["A", "B"], "logMeans": [0, 0], "logCovariance": [[1, 0]]}"#
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(AmountDistribution.self, from: Data(bad.utf8))
    }
  }
}
