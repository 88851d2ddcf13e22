import MRSCore
import Numerics

/// The log-normal distribution of one species in a cohort, from estimates of unequal quality.
///
/// Each estimate â_i has a known error s_i. The marginal likelihood of (μ, σ) is Π ∫ N(â_i; a, s_i²)·LogN(a; μ, σ) da,
/// and for an estimate held at zero Π ∫ Φ(−a/s_i)·LogN(a; μ, σ) da. With weak hyperpriors (μ within one unit of the
/// logarithm of the cohort's own scale; σ half-normal of scale 0.6 and at most 1) it gives a posterior on a grid, of which
/// the mean is taken: the most probable σ would be zero wherever the data do not show a spread. So an unidentified species
/// keeps a wide prior about its noise level, rather than a narrow one at a wrong place.
public struct EmpiricalBayes: Sendable {
  /// μ, the mean of ln a.
  public let logMean: Double
  /// σ, the standard deviation of ln a between subjects.
  public let logDeviation: Double

  /// The standard error of ``logMean``: the spread between subjects and the errors of their logarithms, over n.
  public let standardError: Double

  /// - Precondition: at least one estimate; finite values; positive errors.
  public init(estimates: [(value: Double, deviation: Double)]) {
    precondition(!estimates.isEmpty)
    let usable = estimates.filter { $0.deviation.isFinite && $0.deviation > 0 && $0.value.isFinite }
    guard !usable.isEmpty else {
      (logMean, logDeviation, standardError) = (0, Self.deviationScale, .infinity)
      return
    }
    // The cohort's own scale: the precision-weighted mean, not below the error of that mean.
    let weights = usable.map { 1 / ($0.deviation * $0.deviation + $0.value * $0.value * 0.1) }
    let total = weights.reduce(0, +)
    let weighted = zip(weights, usable).reduce(0) { $0 + $1.0 * $1.1.value } / total
    let centre = Double.log(max(weighted, 0.5 * (1 / total).squareRoot()))

    var posterior: [(score: Double, mean: Double, deviation: Double)] = []
    let deviations = (1...25).map { 0.04 * Double($0) }
    let spreads = deviations.map { deviation in Self.nodes.map { Double.exp(deviation * $0) } }
    for step in 0...80 {
      let mean = centre - 2 + 4 * Double(step) / 80
      let median = Double.exp(mean)
      for (deviation, spread) in zip(deviations, spreads) {
        let amounts = spread.map { median * $0 }
        var score = -0.5 * (mean - centre) * (mean - centre)
        score -= 0.5 * (deviation / Self.deviationScale) * (deviation / Self.deviationScale)
        for estimate in usable { score += Self.logLikelihood(estimate, amounts) }
        posterior.append((score, mean, deviation))
      }
    }
    let highest = posterior.reduce(-Double.infinity) { max($0, $1.score) }
    let mass = posterior.map { Double.exp($0.score - highest) }
    let all = mass.reduce(0, +)
    let mean = zip(mass, posterior).reduce(0) { $0 + $1.0 * $1.1.mean } / all
    let deviation = zip(mass, posterior).reduce(0) { $0 + $1.0 * $1.1.deviation } / all
    (logMean, logDeviation) = (mean, deviation)
    // An estimate of error s says as much of ln a as a measurement of error s/a, a the cohort's median.
    let information = usable.reduce(0) { sum, estimate in
      let error = estimate.deviation / .exp(mean)
      return sum + 1 / (deviation * deviation + error * error)
    }
    standardError = (1 / information).squareRoot()
  }

  private static let deviationScale = 0.6

  /// z = (ln a − μ)/σ of a 31-point rule, and the normal's weight of each.
  private static let nodes = (0...30).map { -4 + 8 * Double($0) / 30 }
  private static let weights = nodes.map { Double.exp(-0.5 * $0 * $0) }

  /// ln ∫ p(â | a)·LogN(a; μ, σ) da by the rule over ``nodes``, whose amounts are given.
  private static func logLikelihood(
    _ estimate: (value: Double, deviation: Double), _ amounts: [Double]
  ) -> Double {
    var sum = 0.0
    for (amount, weight) in zip(amounts, weights) {
      let likelihood: Double
      if estimate.value > 0 {
        let error = (estimate.value - amount) / estimate.deviation
        likelihood = .exp(-0.5 * error * error) / estimate.deviation
      } else {
        likelihood = 0.5 * .erfc(amount / (estimate.deviation * 2.0.squareRoot()))
      }
      sum += likelihood * weight
    }
    return .log(max(sum, .leastNormalMagnitude))
  }
}
