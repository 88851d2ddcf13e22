import MRSCore
import MRSFitting
import MRSStatistics
import Numerics
import Testing

@Suite("Log-normal priors over a linear spectrum")
struct SiteApproximationTests {
  /// Two amounts of which the data know the sum far better than the parts, the second hardly told from zero.
  static let precision = Matrix(columns: [[9, 7.5], [7.5, 9]])
  static let pull = [9.0 * 1.2 + 7.5 * 0.1, 7.5 * 1.2 + 9 * 0.1]
  static let sites: [ExactSite] = [
    .logNormal(mean: 0, deviation: 0.5), .logNormal(mean: -1, deviation: 0.8),
  ]

  /// ln of the density in the logarithms.
  static func logDensity(_ v: [Double]) -> Double {
    let a = v.map(Double.exp)
    var value = 0.0
    for i in 0..<2 {
      value += pull[i] * a[i]
      for j in 0..<2 { value -= 0.5 * a[i] * precision[i, j] * a[j] }
    }
    let (first, second) = (v[0] / 0.5, (v[1] + 1) / 0.8)
    return value - 0.5 * (first * first + second * second)
  }

  /// Integral, means and deviations by a sum over a grid.
  static let truth: (logIntegral: Double, means: [Double], deviations: [Double]) = {
    let step = 0.01
    var (total, first, second) = (0.0, [0.0, 0], [0.0, 0])
    for x in stride(from: -3.5, through: 2.5, by: step) {
      for y in stride(from: -6.0, through: 2.5, by: step) {
        let weight = Double.exp(logDensity([x, y])) * step * step
        total += weight
        for (i, a) in [Double.exp(x), Double.exp(y)].enumerated() {
          first[i] += weight * a
          second[i] += weight * a * a
        }
      }
    }
    let means = first.map { $0 / total }
    return (.log(total), means, zip(second, means).map { ($0 / total - $1 * $1).squareRoot() })
  }()

  @Test("Means and deviations by expectation propagation are those of brute force")
  func bruteForce() throws {
    var found = SiteApproximation(Self.sites)
    try found.propagate(Self.precision, Self.pull)
    for i in 0..<2 {
      let deviation = Self.truth.deviations[i]
      #expect(abs(found.mean[i] - Self.truth.means[i]) < 0.05 * deviation, "\(found.mean) \(Self.truth)")
      #expect(abs(found.covariance[i, i].squareRoot() / deviation - 1) < 0.06, "\(found.covariance) \(Self.truth)")
    }
    #expect(found.sweeps < 25)
  }

  @Test("Draws one after another, weighted, have the integral, the means and the deviations of brute force")
  func draws() throws {
    var approximation = SiteApproximation(Self.sites)
    try approximation.propagate(Self.precision, Self.pull)
    let proposal = try SequentialProposal(approximation)
    var stream = RandomStream(seed: 5)
    let draws = (0..<6000).map { _ in proposal.exact(using: &stream) }
    let weights = ParetoSmoothedWeights(
      logWeights: draws.map { Self.logDensity($0.values.map { .log($0) }) - $0.logDensity })
    #expect(weights.efficiency > 0.9 && weights.tailIndex < 0.5, "\(weights.efficiency) \(weights.tailIndex)")
    #expect(abs(weights.logMean - Self.truth.logIntegral) < 0.02, "\(weights.logMean) \(Self.truth)")
    for i in 0..<2 {
      let mean = zip(draws, weights.weights).reduce(0) { $0 + $1.1 * $1.0.values[i] }
      #expect(abs(mean - Self.truth.means[i]) < 0.08 * Self.truth.deviations[i])
    }
  }

  @Test("A coordinate at an end of its range has the moments of a normal cut there", arguments: [2.0, 0, -1, -6])
  func bounded(mean: Double) {
    let found = ExactSite.bounded(low: 0, high: 40).moments(mean: mean, deviation: 1)
    let grid = stride(from: 0.0, through: 12, by: 1e-4)
    let weights = grid.map { Double.exp(-0.5 * ($0 - mean) * ($0 - mean) + 0.5 * min(mean, 0) * min(mean, 0)) }
    let total = weights.reduce(0, +)
    let first = zip(grid, weights).reduce(0) { $0 + $1.0 * $1.1 } / total
    let second = zip(grid, weights).reduce(0) { $0 + $1.0 * $1.0 * $1.1 } / total
    #expect(abs(found.mean / first - 1) < 0.03, "\(found) \(first)")
    #expect(abs(found.variance / (second - first * first) - 1) < 0.06, "\(found) \(second - first * first)")
  }
}
