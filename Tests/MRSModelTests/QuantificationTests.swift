import MRSCore
import MRSModel
import Numerics
import Testing

@Suite("Quantification")
struct QuantificationTests {
  static func quantification() -> Quantification {
    Quantification(
      method: "nlsf", unit: .millimolar,
      amounts: [("GPC", 2.0), ("PCh", 1.0), ("Tau", 5.0)].map {
        Amount(name: $0, value: $1, standardDeviation: 1, uncertainty: .cramerRao)
      },
      covariance: Matrix(rows: 3, columns: 3, elements: [1, -0.9, 0.1, -0.9, 1, 0, 0.1, 0, 4]),
      quality: Quality(signalToNoise: 20, linewidth: 15, residualToNoise: 1))
  }

  @Test("The variance of a sum is the sum of covariances: what cannot be told apart is known together")
  func sum() throws {
    let total = try #require(Self.quantification().sum(of: ["GPC", "PCh"], as: "tCho"))
    #expect(total.value == 3)
    #expect(abs(total.standardDeviation - 0.2.squareRoot()) < 1e-12)
    #expect(total.name == "tCho")
    let all = try #require(Self.quantification().sum(of: ["Tau", "GPC", "PCh", "Cho"], as: "all"))
    #expect(all.value == 8)
    #expect(abs(all.standardDeviation - 4.4.squareRoot()) < 1e-12)
    #expect(Self.quantification().sum(of: ["Cho"], as: "none") == nil)
  }

  @Test("Percent and interval of an amount")
  func amount() {
    let amount = Amount(name: "A", value: 2, standardDeviation: 1.5, uncertainty: .posterior)
    #expect(amount.percentDeviation == 75)
    #expect(amount.interval(deviations: 2) == 0...5)
    let none = Amount(name: "A", value: 0, standardDeviation: 1.5, uncertainty: .posterior, isAtBound: true)
    #expect(none.percentDeviation == nil)
    #expect(none.interval(deviations: 1) == 0...1.5)
  }

  @Test(
    "Without a covariance a sum has the largest deviation that its parts allow, and one part keeps its distribution")
  func unknownCovariance() throws {
    let distribution = Amount.Distribution.logNormal(logMean: 0.5, logDeviation: 0.2)
    let result = Quantification(
      method: "test", unit: .millimolar,
      amounts: [("A", 2.0), ("B", 3.0)].map {
        Amount(
          name: $0, value: $1, standardDeviation: 0.3, uncertainty: .predictive, distribution: distribution)
      }, covariance: nil, quality: Quality(signalToNoise: 1, linewidth: nil, residualToNoise: nil))
    #expect(try #require(result.sum(of: ["A", "B"], as: "sum")).standardDeviation == 0.6)
    #expect(result.sum(of: ["A"], as: "alone")?.distribution == distribution)
    // r = 2/3; g = (1/3, −r/3).
    let ratio = try #require(result.ratio(of: ["A"], to: ["B"]))
    #expect(abs(ratio.standardDeviation - 0.3 * (1.0 / 3 + 2.0 / 9)) < 1e-12)
    #expect(result.scaled(by: 2, unit: .molal).covariance == nil)
    #expect(result.restricted(to: ["B"]).covariance == nil)
  }

  @Test("Intervals are those of the distribution that was found, in any unit")
  func distributions() throws {
    func amount(_ distribution: Amount.Distribution) -> Amount {
      Amount(name: "A", value: 1, standardDeviation: 0.5, uncertainty: .predictive, distribution: distribution)
    }
    // 1.6449 deviations hold 90 % of a normal.
    let normal = amount(.normal).interval(confidence: 0.9)
    #expect(abs(normal.lowerBound - (1 - 0.82243)) < 1e-4 && abs(normal.upperBound - 1.82243) < 1e-4)
    let scaled = amount(.logNormal(logMean: 0.3, logDeviation: 0.4)).scaled(by: 3).interval(confidence: 0.9)
    #expect(abs(scaled.lowerBound - 3 * .exp(0.3 - 1.64485 * 0.4)) < 1e-4)
    #expect(abs(scaled.upperBound - 3 * .exp(0.3 + 1.64485 * 0.4)) < 1e-4)
    let spread = amount(.logarithmic(.init(median: 2, below: 1, above: 0.1))).interval(deviations: 2)
    #expect(abs(spread.lowerBound - 2 * .exp(-2)) < 1e-12 && abs(spread.upperBound - 2 * .exp(0.2)) < 1e-12)
    let draws = amount(.quantiles(probabilities: [0.05, 0.5, 0.95], values: [1, 2, 9])).scaled(by: 2)
    let held = draws.interval(confidence: 0.9)
    #expect(abs(held.lowerBound - 2) < 1e-12 && abs(held.upperBound - 18) < 1e-12)
    let half = draws.interval(confidence: 0.45)
    #expect(abs(half.lowerBound - 3) < 1e-12 && abs(half.upperBound - 11) < 1e-12)
    let unknown = Amount(name: "A", value: 1, standardDeviation: .infinity, uncertainty: .cramerRao)
    #expect(unknown.interval(confidence: 0.9) == 0...Double.greatestFiniteMagnitude)
  }
}
