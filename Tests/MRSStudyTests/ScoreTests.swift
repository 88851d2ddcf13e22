import MRSCore
import MRSModel
import MRSStatistics
import MRSStudy
import Numerics
import Testing

@Suite("Scores of methods")
struct ScoreTests {
  /// Two species: ln a ~ N(0, 0.5²) and N(1, 0.5²).
  private static func prior() throws -> AmountDistribution {
    try AmountDistribution(
      names: ["A", "B"], logMeans: [0, 1], logCovariance: Matrix(diagonal: [0.25, 0.25]))
  }

  private static func answer(
    _ amounts: [Amount], covariance: Matrix? = nil, doubts: [Doubt] = []
  ) -> EvaluatedSpectrum.Answer {
    .init(
      Quantification(
        method: "test", unit: .millimolar, amounts: amounts, covariance: covariance,
        quality: Quality(signalToNoise: 1, linewidth: nil, residualToNoise: nil)), doubts: doubts)
  }

  private static func amount(_ name: String, _ value: Double, deviation: Double = 0.1) -> Amount {
    Amount(name: name, value: value, standardDeviation: deviation, uncertainty: .penalizedBound)
  }

  @Test(
    "Errors are of the mean in mM and of the median in logarithms, and an estimate of zero counts as the least amount")
  func errors() throws {
    let quantity = EvaluatedQuantity("A", members: ["A"], prior: try Self.prior())
    let truths = [1.0, 2, 4]
    let logDeviation = 0.3
    let spectra = truths.enumerated().map { i, truth in
      EvaluatedSpectrum(
        truth: SpectrumTruth(name: "\(i)", amounts: ["A": truth]),
        answers: [
          .nlsf: Self.answer([Self.amount("A", i == 0 ? 0 : truth + 0.05)]),
          .network: Self.answer([
            Amount(
              name: "A", value: 1.1 * truth, standardDeviation: 1, uncertainty: .predictive,
              distribution: .logNormal(logMean: .log(0.9 * truth), logDeviation: logDeviation))
          ]),
        ], variances: ["A": i == 0 ? 1 : 0.04])
    }
    let score = try QuantityScore(
      quantity, of: spectra, methods: [.nlsf, .network], thirds: SpectrumThirds(of: spectra.map(\.truth)))
    let (fit, network) = (try #require(score.methods[.nlsf]), try #require(score.methods[.network]))
    #expect(abs(fit.agreement.rootMeanSquareError - ((1 + 2 * 0.0025) / 3).squareRoot()) < 1e-12)
    let least = -3.09 * 0.5
    let logs = [least, Double.log(2.05 / 2), Double.log(4.05 / 4)].reduce(0) { $0 + $1 * $1 }
    #expect(abs(try #require(fit.logRMSE) - (logs / 3).squareRoot()) < 1e-12)
    #expect(abs(try #require(network.logRMSE) + .log(0.9)) < 1e-12)
    #expect(abs(try #require(network.medianRatio) - 1.1) < 1e-12)
    // ln 0.9 is 0.35 deviations off: within intervals of 50, 90 and 95 %; of the fit one in three lies out.
    #expect(network.coverage50 == 1 && network.agreement.coverage?.estimate == 1 && network.coverage95 == 1)
    #expect(abs(try #require(fit.agreement.coverage?.estimate) - 2.0 / 3) < 1e-12)
    // Errors of −1, 0.05 and 0.05 over bounds of 1, 0.2 and 0.2.
    let scaled = (1.125 / 3).squareRoot()
    let rootMeanSquare = 0.36.squareRoot()
    #expect(abs(try #require(fit.errorOverBound) - scaled) < 1e-12)
    #expect(abs(try #require(score.bound) - rootMeanSquare) < 1e-12)
    #expect(score.medianBound == 0.2)
    #expect(
      abs(network.errorOverPrior * (try Self.prior().standardDeviation(0)) - network.agreement.rootMeanSquareError)
        < 1e-12)
    // |error| 0.1, 0.2, 0.4 against 1, 0.05, 0.05: two ranks of three are above.
    #expect(score.paired[.nlsf]?.isBelow == false)
    #expect(
      try score.paired[.nlsf]?.less == WilcoxonSignedRank(differences: [-0.9, 0.15, 0.35], alternative: .less).pValue)
    // Of medians in logarithms −ln 0.9 each, against the least amount, 0.025 and 0.012.
    let logDifferences = [least, .log(2.05 / 2), .log(4.05 / 4)].map { -Double.log(0.9) - abs($0) }
    #expect(
      try score.pairedLogarithms[.nlsf]?.greater
        == WilcoxonSignedRank(differences: logDifferences, alternative: .greater).pValue)
    #expect(score.pairedLogarithms[.nlsf]?.isBelow == false)
  }

  @Test("A sum of which a method does not tell a member is not scored, and that is named")
  func sums() throws {
    let quantity = EvaluatedQuantity("A+B", members: ["A", "B"], prior: try Self.prior())
    let spectra = (1...3).map { i in
      EvaluatedSpectrum(
        truth: SpectrumTruth(name: "\(i)", amounts: ["A": Double(i), "B": 2]),
        answers: [.network: Self.answer([Self.amount("A", Double(i))])])
    }
    let score = try QuantityScore(
      quantity, of: spectra, methods: [.network], thirds: SpectrumThirds(of: spectra.map(\.truth)))
    #expect(score.untold == [.network: ["B"]] && score.methods.isEmpty)
  }

  @Test("A doubt of the rank wrong or caution and a refusal are told, a note is not")
  func alarms() throws {
    let answers = [
      Self.answer([Self.amount("A", 1.1), Self.amount("B", 3)], doubts: [.amountAtBound(name: "A")]),
      Self.answer([Self.amount("A", 9)], doubts: [.notConverged(iterations: 3)]),
      Self.answer([], doubts: [.unexplained(percent: 50), .unexplained(percent: 50)]), .refusal,
    ]
    let spectra = answers.enumerated().map { i, answer in
      EvaluatedSpectrum(truth: SpectrumTruth(name: "\(i)", amounts: ["A": 1, "B": 2]), answers: [.map: answer])
    }
    let prior = try Self.prior()
    let targets = [["A"], ["B"], ["A", "B"]].map {
      EvaluatedQuantity($0.joined(separator: "+"), members: $0, prior: prior)
    }
    let count = try AlarmCount(of: .map, in: spectra, targets: targets)
    #expect(count.told.estimate == 0.75 && count.wrong == 0.5 && count.refused == 1)
    #expect(count.untoldMisses == 2.0 / 3, "of the first, A holds, B and the sum do not")
    #expect(count.codes == [Doubt.Code.notConverged.rawValue: 0.25, Doubt.Code.unexplained.rawValue: 0.25])
  }

  /// ln a = μ + x, x ~ N(0, 0.25·I), data x₁ + x₂ of deviation 0.2: the posterior of the logarithms is normal.
  @Test(
    "Ranks are even for the exact posterior with its covariance, and not for one too narrow or without the covariance",
    arguments: [(1.0, true), (0.5, true), (1, false)])
  func ranks(width: Double, hasCovariance: Bool) async throws {
    let prior = try Self.prior()
    let (variance, noise) = (0.25, 0.2)
    let gain = variance / (2 * variance + noise * noise)
    let (own, shared) = (variance * (1 - gain), -variance * gain)
    let spectra = (0..<3000).map { index -> EvaluatedSpectrum in
      var stream = RandomStream(seed: 8).child(index)
      let x = [0.5 * stream.normal(), 0.5 * stream.normal()]
      let data = x[0] + x[1] + noise * stream.normal()
      let (s2, shared2) = (width * width * own, width * width * shared)
      let logMeans = prior.logMeans.map { $0 + gain * data }
      let means = logMeans.map { Double.exp($0 + s2 / 2) }
      let amounts = prior.names.indices.map { k in
        Amount(
          name: prior.names[k], value: means[k], standardDeviation: means[k] * Double.expMinusOne(s2).squareRoot(),
          uncertainty: .predictive, distribution: .logNormal(logMean: logMeans[k], logDeviation: s2.squareRoot()))
      }
      var covariance = Matrix(zeros: 2, 2)
      for i in 0..<2 {
        for j in 0..<2 { covariance[i, j] = means[i] * means[j] * .expMinusOne(i == j ? s2 : shared2) }
      }
      return EvaluatedSpectrum(
        truth: SpectrumTruth(
          name: "\(index)", amounts: ["A": .exp(x[0] + prior.logMeans[0]), "B": .exp(x[1] + prior.logMeans[1])]),
        answers: [.network: Self.answer(amounts, covariance: hasCovariance ? covariance : nil)])
    }
    let ranks = try #require(
      try await CalibrationRanks(
        of: .network, in: spectra, prior: prior, targets: prior.names, stream: RandomStream(seed: 2), tasks: 2))
    let single = try #require(ranks.targets["A"]).uniformity.pValue
    if width == 1 { #expect(single > 0.01) } else { #expect(single < 1e-4) }
    let joint = ranks.joint.uniformity.pValue
    if width == 1 && hasCovariance { #expect(joint > 0.01) } else { #expect(joint < 1e-3, "\(joint)") }
    let fits = try await CalibrationRanks(
      of: .nlsf, in: spectra, prior: prior, targets: prior.names, stream: RandomStream(seed: 2), tasks: 2)
    #expect(fits == nil, "a fit without prior has no posterior")
  }
}
