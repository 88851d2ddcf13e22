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

  @Test("A factor that all share widens each amount, leaves ratios as sure as they were, and keeps infinity and means")
  func commonFactor() throws {
    let found = Self.quantification()
    let widened = found.withCommonFactor(deviations: [0.1, 0.1, 0])
    let growth = Double.expMinusOne(0.01)
    #expect(abs(Double.pow(widened.amounts[0].standardDeviation, 2) - (1 + 5 * growth)) < 1e-12)
    #expect(abs(widened.covariance![0, 1] - (-0.9 + (-0.9 + 2) * growth)) < 1e-12)
    #expect(widened.amounts[2] == found.amounts[2] && widened.covariance![2, 2] == 4)
    let ratios = [found, widened].compactMap { $0.ratio(of: ["GPC"], to: ["PCh"]) }
    #expect(ratios[0].value == ratios[1].value)
    #expect(abs(ratios[1].standardDeviation / ratios[0].standardDeviation - 1) < 0.01)

    let unknown = Quantification(
      method: "nlsf", unit: .millimolar,
      amounts: [Amount(name: "A", value: 1, standardDeviation: .infinity, uncertainty: .cramerRao)],
      covariance: Matrix(rows: 1, columns: 1, elements: [.infinity]), quality: found.quality)
    #expect(unknown.withCommonFactor(deviations: [0]).covariance?[0, 0] == .infinity)
    #expect(unknown.withCommonFactor(deviations: [0.1]).amounts[0].standardDeviation == .infinity)

    let logNormal = Amount(
      name: "A", value: .exp(0.02), standardDeviation: .exp(0.02) * Double.expMinusOne(0.04).squareRoot(),
      uncertainty: .predictive, distribution: .logNormal(logMean: 0, logDeviation: 0.2))
    let alone = Quantification(
      method: "qcnn", unit: .millimolar, amounts: [logNormal], covariance: nil, quality: found.quality
    ).withCommonFactor(deviations: [0.15]).amounts[0]
    guard case .logNormal(let mean, let deviation) = alone.distribution else { throw Unexpected() }
    #expect(abs(deviation - 0.25) < 1e-12 && abs(mean + 0.15 * 0.15 / 2) < 1e-12)
    #expect(abs(alone.standardDeviation / (alone.value * Double.expMinusOne(0.0625).squareRoot()) - 1) < 1e-9)
  }

  @Test("Draws are multiplied by a log-normal of mean one that they do not know of")
  func commonFactorOfDraws() throws {
    var stream = RandomStream(seed: 1)
    let values = Matrix(columns: [
      (0..<4000).map { _ in 3 + 0.3 * stream.normal() }, [Double](repeating: 2, count: 4000),
    ])
    let found = Quantification(
      method: "posterior", unit: .millimolar,
      amounts: ["A", "B"].map {
        Amount(name: $0, value: 3, standardDeviation: 0.3, uncertainty: .weightedPosterior)
      }, covariance: nil, quality: Quality(signalToNoise: 1, linewidth: nil, residualToNoise: nil),
      draws: AmountDraws(values: values)
    ).withCommonFactor(deviations: [0.2, 0.2])
    // Var = σ² + (σ² + μ²)·(e^(d²) − 1) of 0.3, 3 and 0.2.
    #expect(abs(found.amounts[0].value - 3) < 0.02)
    #expect(abs(found.amounts[0].standardDeviation - 0.682) < 0.02)
    #expect(abs(found.amounts[1].interval(confidence: 0.9).upperBound - 2 * .exp(1.645 * 0.2 - 0.02)) < 0.01)
    let sum = try #require(found.sum(of: ["A", "B"], as: "sum"))
    #expect(abs(sum.standardDeviation - (0.09 + 25.09 * Double.expMinusOne(0.04)).squareRoot()) < 0.03)
  }

  private struct Unexpected: Error {}

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
