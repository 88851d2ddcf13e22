import MRSModel
import Numerics

/// The posterior of one amount where the data are normal in the amount and the prior is normal in its logarithm, by
/// quadrature: exact in this one direction where Laplace's approximation is used in all others.
///
/// An amount that the data hardly tell from zero has a long tail towards small amounts in its logarithm. A normal
/// distribution about the mode leaves it out, and its intervals lie too high.
package struct AmountMarginal: Sendable {
  package let mean: Double
  package let standardDeviation: Double
  package let spread: Amount.LogarithmicSpread

  /// From Laplace's approximation N(v̂, spread) of the logarithm v and its prior N(μ, Σ).
  ///
  /// What is not the prior is the data: precision τ = 1/spread − 1/Σ in v at v̂. As normal in a = eᵛ with the same slope and
  /// the same curvature of Gauss and Newton there, its deviation is s = â₀/√τ and its centre
  /// a₀·(1 + (v̂ − μ)/(Σ·τ)), a₀ = exp(v̂). The posterior is ∝ exp(−½·(v − μ)²/Σ − ½·(eᵛ − centre)²/s²).
  package init(mode: Double, spread variance: Double, priorMean: Double, priorVariance: Double) {
    let amount = Double.exp(mode)
    // Where the data add next to nothing, the prior is what is left.
    let precision = max(1 / variance - 1 / priorVariance, 1e-6 / variance)
    let deviation = amount / precision.squareRoot()
    // What pulls an amount from its prior by many deviations of the data is no data: the search ended short of a mode.
    guard Swift.abs(mode - priorMean) < Self.farthestPull * priorVariance * precision.squareRoot() else {
      self.init(mode: mode, spread: variance)
      return
    }
    let centre = amount * (1 + (mode - priorMean) / (priorVariance * precision))
    func logDensity(_ v: Double, _ amount: Double) -> Double {
      let (prior, data) = (v - priorMean, (amount - centre) / deviation)
      return -(prior * prior / priorVariance + data * data) / 2
    }
    // Outwards until nothing is left of the density.
    let step = variance.squareRoot()
    let top = logDensity(mode, amount)
    func end(_ direction: Double) -> Double {
      var v = mode
      for _ in 0..<Self.farthest where logDensity(v, .exp(v)) > top - Self.depth { v += direction * step }
      return v
    }
    let (low, high) = (end(-1), end(1))
    let width = (high - low) / Double(Self.points)
    let grid = (0...Self.points).map { low + Double($0) * width }
    let amounts = grid.map(Double.exp)
    // A search that ended short of the mode leaves higher densities on one side.
    let densities = zip(grid, amounts).map(logDensity)
    let highest = densities.max() ?? top
    let weights = densities.map { Double.exp($0 - highest) }
    let total = weights.reduce(0, +)
    let mean = zip(amounts, weights).reduce(0) { $0 + $1.0 * $1.1 } / total
    let square = zip(amounts, weights).reduce(0) { $0 + $1.0 * $1.0 * $1.1 } / total

    var cumulative: [Double] = []
    var sum = 0.0
    for weight in weights {
      cumulative.append((sum + weight / 2) / total)
      sum += weight
    }
    func quantile(_ share: Double) -> Double {
      guard let above = cumulative.firstIndex(where: { $0 >= share }), above > 0 else { return grid[0] }
      let (a, b) = (cumulative[above - 1], cumulative[above])
      return grid[above - 1] + width * (share - a) / (b - a)
    }
    let median = quantile(0.5)
    self.init(
      mean: mean, standardDeviation: max(0, square - mean * mean).squareRoot(),
      spread: .init(
        median: .exp(median), below: (median - quantile(0.05)) / Self.deviations,
        above: (quantile(0.95) - median) / Self.deviations))
  }

  /// Laplace's approximation itself: log-normal.
  private init(mode: Double, spread variance: Double) {
    let mean = Double.exp(mode + variance / 2)
    self.init(
      mean: mean, standardDeviation: mean * Double.expMinusOne(variance).squareRoot(),
      spread: .init(median: .exp(mode), below: variance.squareRoot(), above: variance.squareRoot()))
  }

  private init(mean: Double, standardDeviation: Double, spread: Amount.LogarithmicSpread) {
    self.mean = mean
    self.standardDeviation = standardDeviation
    self.spread = spread
  }

  /// In deviations of the data: one spectrum in sixteen thousand pulls an absent amount by more than four.
  private static let farthestPull = 12.0
  private static let points = 128
  /// In Laplace's deviations, and in logarithms of the density.
  private static let farthest = 40
  private static let depth = 18.0
  /// A normal holds 5 % beyond this many deviations.
  private static let deviations = 1.6449
}
