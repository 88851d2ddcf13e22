import MRSCore
import MRSModel
import Numerics
import Testing

@Suite("Priors from a cohort's estimates")
struct EstimationTests {
  /// Estimates of log-normal amounts with normal errors of mixed size, held at zero as a non-negative fit holds them.
  static func estimates(
    _ count: Int, median: Double, logDeviation: Double, errors: [Double], stream: RandomStream
  ) -> [(value: Double, deviation: Double)] {
    (0..<count).map { i in
      var stream = stream.child(i)
      let error = errors[i % errors.count]
      let amount = median * Double.exp(logDeviation * stream.normal())
      return (max(0, amount + error * stream.normal()), error)
    }
  }

  @Test(
    "Mean and deviation of ln a are recovered from estimates of mixed quality with zeros among them, over 20 cohorts")
  func recovery() {
    let (median, deviation) = (2.0, 0.4)
    let cohorts = 20
    var zeros = 0
    let fits = (0..<cohorts).map { cohort in
      let estimates = Self.estimates(
        30, median: median, logDeviation: deviation, errors: [0.1, 0.6, 2], stream: RandomStream(seed: 41).child(cohort)
      )
      zeros += estimates.count { $0.value == 0 }
      return EmpiricalBayes(estimates: estimates)
    }
    #expect(zeros > cohorts)
    let mean = fits.reduce(0) { $0 + $1.logMean } / Double(cohorts)
    let scatter = (fits.reduce(0) { $0 + ($1.logMean - mean) * ($1.logMean - mean) } / Double(cohorts - 1)).squareRoot()
    // One cohort's standard error is some 0.09; a grid of 0.05 and a weak hyperprior allow another 0.03 of bias.
    #expect(abs(mean - .log(median)) < 4 * scatter / Double(cohorts).squareRoot() + 0.03)
    let spread = fits.reduce(0) { $0 + $1.logDeviation } / Double(cohorts)
    #expect(abs(spread - deviation) < 0.06, "mean σ \(spread)")
    let error = fits.reduce(0) { $0 + $1.standardError } / Double(cohorts)
    #expect(abs(error / scatter - 1) < 0.4, "stated error \(error), scatter \(scatter)")
    // A cohort whose amounts do differ never gets a prior without spread.
    #expect(fits.allSatisfy { $0.logDeviation > 0.12 })
  }

  @Test("Estimates without information leave the prior wide, about the noise level")
  func unidentified() {
    let fits = (0..<20).map { cohort in
      EmpiricalBayes(
        estimates: Self.estimates(
          10, median: 0.2, logDeviation: 0.4, errors: [5], stream: RandomStream(seed: 42).child(cohort)))
    }
    let identified = EmpiricalBayes(
      estimates: Self.estimates(10, median: 0.2, logDeviation: 0.1, errors: [0.005], stream: RandomStream(seed: 43)))
    for fit in fits { #expect(fit.standardError > 4 * identified.standardError) }
    // The spread stays near the mean of its hyperprior (half-normal of scale 0.6, cut at 1: 0.40), it does not collapse.
    #expect(fits.allSatisfy { $0.logDeviation > 0.25 }, "\(fits.map(\.logDeviation))")
    // Ten errors of 5 about amounts that are claimed to be no larger than some 3.
    #expect(fits.reduce(0) { $0 + $1.standardError } / 20 > 0.8)
    #expect(abs(identified.logMean - .log(0.2)) < 0.15)
    #expect(identified.logDeviation < 0.3)
  }

  @Test("No usable estimate at all: no mean is claimed")
  func unusable() {
    let fit = EmpiricalBayes(estimates: [(1, .infinity), (.nan, 1)])
    #expect(fit.standardError == .infinity)
    #expect(fit.logDeviation > 0.5)
  }

  /// A cohort of ten a group of one species, the second group's amounts `ratio` times those of the first.
  static func cohort(
    ratio: Double, logDeviation: Double, error: Double, stream: RandomStream
  ) -> (fits: [Quantification], groups: [String]) {
    let groups = (0..<20).map { $0 < 10 ? "a" : "b" }
    let fits = groups.enumerated().map { i, group in
      var stream = stream.child(i)
      let amount = 3 * (group == "b" ? ratio : 1) * Double.exp(logDeviation * stream.normal())
      return Quantification(
        method: "test", unit: .millimolar,
        amounts: [
          Amount(
            name: "X", value: max(0, amount + error * stream.normal()), standardDeviation: error,
            uncertainty: .cramerRao)
        ],
        covariance: Matrix(diagonal: [error * error]),
        quality: Quality(signalToNoise: 10, linewidth: nil, residualToNoise: nil))
    }
    return (fits, groups)
  }

  static func difference(ratio: Double, logDeviation: Double, error: Double, seed: UInt64) throws -> [Double] {
    try (0..<10).map { draw in
      let (fits, groups) = cohort(
        ratio: ratio, logDeviation: logDeviation, error: error, stream: RandomStream(seed: seed).child(draw))
      let priors = try AmountDistribution.estimated(from: fits, groups: groups)
      return try #require(priors["b"]).logMeans[0] - #require(priors["a"]).logMeans[0]
    }
  }

  @Test("Differences between groups that the data do not show are shrunk, those they show are kept")
  func groupDifferences() throws {
    // Well measured, little spread: a difference of ln 2 stays.
    let shown = try Self.difference(ratio: 2, logDeviation: 0.1, error: 0.05, seed: 51)
    let kept = shown.reduce(0, +) / 10
    #expect(kept > 0.85 * .log(2) && kept < 1.1 * .log(2), "kept \(kept)")
    // Unidentified: the same difference in the truth is not taught.
    let hidden = try Self.difference(ratio: 2, logDeviation: 0.1, error: 30, seed: 52)
    // How far groups lie apart is itself estimated, here from one species: by chance a difference may be half shown.
    #expect((hidden.reduce(0) { $0 + $1 * $1 } / 10).squareRoot() < 0.3 * .log(2), "\(hidden)")
    // No difference, wide spread: chance differences of the means (σ·√(2/10) = 0.27) are drawn together.
    let chance = try Self.difference(ratio: 1, logDeviation: 0.6, error: 0.1, seed: 53)
    let size = (chance.reduce(0) { $0 + $1 * $1 } / 10).squareRoot()
    #expect(size < 0.75 * 0.6 * 0.2.squareRoot(), "rms \(size)")
  }

  @Test("Correlation between well-measured species is found and shrunk, never beyond one")
  func correlation() throws {
    let count = 30
    let fits = (0..<count).map { i in
      var stream = RandomStream(seed: 54).child(i)
      let shared = stream.normal()
      let logs = [0.4 * shared, 0.4 * (0.9 * shared + 0.436 * stream.normal()), 0.4 * stream.normal()]
      return Quantification(
        method: "test", unit: .millimolar,
        amounts: logs.enumerated().map {
          Amount(name: "S\($0)", value: .exp($1), standardDeviation: 0.02, uncertainty: .cramerRao)
        },
        covariance: Matrix(diagonal: [4e-4, 4e-4, 4e-4]),
        quality: Quality(signalToNoise: 10, linewidth: nil, residualToNoise: nil))
    }
    let priors = try AmountDistribution.estimated(
      from: fits, groups: [String](repeating: "all", count: count))
    let c = try #require(priors["all"]).logCovariance
    let high = c[0, 1] / (c[0, 0] * c[1, 1]).squareRoot()
    let low = c[0, 2] / (c[0, 0] * c[2, 2]).squareRoot()
    #expect(high > 0.7 && high < 1, "\(high)")
    #expect(abs(low) < 0.4, "\(low)")
    #expect(c[0, 1] == c[1, 0])
    #expect(try c.symmetricEigen().values[0] > 0)
  }
}
