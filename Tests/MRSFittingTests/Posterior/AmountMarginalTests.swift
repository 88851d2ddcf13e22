import MRSFitting
import Numerics
import Testing

@Suite("One amount's posterior")
struct AmountMarginalTests {
  /// A normal likelihood N(centre, deviation²) in a and a prior N(μ, Σ) in ln a: the mode and Laplace's variance there,
  /// as a fit finds them, and the posterior's mean and quantiles by a sum over a fine grid.
  private func reference(
    centre: Double, deviation: Double, priorMean: Double, priorVariance: Double
  ) -> (mode: Double, variance: Double, mean: Double, low: Double, high: Double) {
    let grid = stride(from: -25.0, through: 8, by: 2e-4).map { $0 }
    let logs = grid.map { v -> Double in
      let (a, b) = ((Double.exp(v) - centre) / deviation, v - priorMean)
      return -(a * a + b * b / priorVariance) / 2
    }
    let top = logs.indices.max { logs[$0] < logs[$1] } ?? 0
    let weights = logs.map { Double.exp($0 - logs[top]) }
    let total = weights.reduce(0, +)
    func quantile(_ share: Double) -> Double {
      var sum = 0.0
      let index =
        weights.firstIndex {
          sum += $0
          return sum >= share * total
        } ?? 0
      return .exp(grid[index])
    }
    let amount = Double.exp(grid[top])
    return (
      grid[top], 1 / (1 / priorVariance + amount * amount / (deviation * deviation)),
      zip(grid, weights).reduce(0) { $0 + .exp($1.0) * $1.1 } / total, quantile(0.05), quantile(0.95)
    )
  }

  @Test(
    "Mean and quantiles are those of the exact posterior: sharp data, as much data as prior, data that tell no amount from zero",
    arguments: [(5.0, 0.1), (2.0, 1.0), (0.3, 1.0), (-0.5, 1.0)])
  func exact(centre: Double, deviation: Double) {
    let (priorMean, priorVariance) = (0.5, 0.36)
    let expected = reference(centre: centre, deviation: deviation, priorMean: priorMean, priorVariance: priorVariance)
    let found = AmountMarginal(
      mode: expected.mode, spread: expected.variance, priorMean: priorMean, priorVariance: priorVariance)
    #expect(abs(found.mean / expected.mean - 1) < 0.005)
    let interval =
      found.spread.median * .exp(-1.6449 * found.spread.below)...found.spread.median * .exp(1.6449 * found.spread.above)
    #expect(abs(interval.lowerBound / expected.low - 1) < 0.02, "\(interval), \(expected)")
    #expect(abs(interval.upperBound / expected.high - 1) < 0.01, "\(interval), \(expected)")
  }

  @Test("Without data the prior is returned")
  func prior() {
    let found = AmountMarginal(mode: 0.5, spread: 0.36 * (1 - 1e-9), priorMean: 0.5, priorVariance: 0.36)
    #expect(abs(found.mean / .exp(0.5 + 0.18) - 1) < 1e-3)
    #expect(abs(found.spread.below - 0.6) < 2e-3 && abs(found.spread.above - 0.6) < 2e-3)
    #expect(abs(found.spread.median / .exp(0.5) - 1) < 1e-3)
  }

  @Test(
    "Where a search ended far from the prior and the data say next to nothing, the result is Laplace's",
    arguments: [-9.0, -20, 6, 12])
  func farFromTheMode(mode: Double) {
    let found = AmountMarginal(mode: mode, spread: 0.36 * (1 - 1e-7), priorMean: -3, priorVariance: 0.36)
    // Laplace's approximation: log-normal about where the search ended.
    #expect(abs(found.mean / .exp(mode + 0.18) - 1) < 1e-6, "\(found)")
    #expect(abs(found.spread.below - 0.6) < 1e-6 && abs(found.spread.above - 0.6) < 1e-6, "\(found)")
    #expect(abs(found.spread.median / .exp(mode) - 1) < 1e-6, "\(found)")
  }
}
