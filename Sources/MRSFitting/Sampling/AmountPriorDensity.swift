import MRSCore
import MRSModel
import Numerics

/// An ``AmountPrior`` for the species of one model, ready to be evaluated.
struct AmountPriorDensity: Sendable {
  private let means: [Double]
  private let precisions: [Double]
  /// Of every ratio: n, w, mean and deviation.
  private let ratios: [(index: Int, weights: [Double], mean: Double, deviation: Double)]
  /// The species of the log-normal, their means, and Σ⁻¹.
  private let logSpecies: [Int]
  private let logMeans: [Double]
  private let logPrecision: Matrix

  /// - Throws: `LinearAlgebraError` for a log-normal whose covariance is singular.
  init(_ prior: AmountPrior, names: [String]) throws {
    var means = [Double](repeating: 0, count: names.count)
    var precisions = means
    var known: [(index: Int, weights: [Double], mean: Double, deviation: Double)] = []
    var logSpecies: [Int] = []
    var logMeans: [Double] = []
    var logPrecision = Matrix(zeros: 0, 0)
    switch prior {
    case .flat: break
    case .normal(let normal):
      for (k, name) in names.enumerated() {
        guard let entry = normal.byName[name] else { continue }
        means[k] = entry.mean
        precisions[k] = 1 / (entry.deviation * entry.deviation)
      }
    case .ratios(let ratios):
      known = ratios.compactMap { ratio in
        ratio.indexed(in: names).map { ($0.index, $0.weights, ratio.mean, ratio.deviation) }
      }
    case .logNormal(let distribution):
      logSpecies = names.indices.filter { distribution.names.contains(names[$0]) }
      let indices = logSpecies.compactMap { distribution.names.firstIndex(of: names[$0]) }
      logMeans = indices.map { distribution.logMeans[$0] }
      // The marginal distribution of the species that are there.
      logPrecision =
        indices.isEmpty
        ? logPrecision : try distribution.logCovariance.submatrix(indices).invertedPositiveDefinite()
    }
    self.means = means
    self.precisions = precisions
    ratios = known
    self.logSpecies = logSpecies
    self.logMeans = logMeans
    self.logPrecision = logPrecision
  }

  /// ln p(a) up to a constant; adds ∂ln p/∂a to `gradient`.
  func evaluate(_ amounts: [Double], addingTo gradient: inout [Double]) -> Double {
    var value = 0.0
    for k in amounts.indices where precisions[k] > 0 {
      let distance = amounts[k] - means[k]
      value -= precisions[k] * distance * distance / 2
      gradient[k] -= precisions[k] * distance
    }
    for ratio in ratios {
      let reference = zip(ratio.weights, amounts).reduce(0) { $0 + $1.0 * $1.1 }
      let found = amounts[ratio.index] / reference
      let distance = (found - ratio.mean) / ratio.deviation
      value -= distance * distance / 2
      // ∂u/∂a_j = (δ_jn − u·w_j)/D.
      let slope = distance / (ratio.deviation * reference)
      gradient[ratio.index] -= slope
      for j in amounts.indices { gradient[j] += slope * found * ratio.weights[j] }
    }
    guard !logSpecies.isEmpty else { return value }
    let logs = logSpecies.map { Double.log(amounts[$0]) }
    let distances = zip(logs, logMeans).map(-)
    let pulls = logPrecision * distances
    for (i, k) in logSpecies.enumerated() {
      value -= pulls[i] * distances[i] / 2 + logs[i]
      gradient[k] -= (pulls[i] + 1) / amounts[k]
    }
    return value
  }
}
