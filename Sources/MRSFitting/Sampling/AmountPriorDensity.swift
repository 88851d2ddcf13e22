import MRSCore
import MRSModel
import Numerics

/// An ``AmountPrior`` for the species of one model, ready to be evaluated.
struct AmountPriorDensity: Sendable {
  /// What is normal in the amounts.
  private let normal: AmountPenalty?
  /// Of every ratio: n, w, mean and deviation.
  private let ratios: [(index: Int, weights: [Double], mean: Double, deviation: Double)]
  private let logNormal: LogNormalAmounts?

  /// - Throws: `LinearAlgebraError`.
  init(_ prior: AmountPrior, names: [String]) throws {
    if case .normal(let known) = prior { normal = AmountPenalty(known, names: names) } else { normal = nil }
    if case .ratios(let known) = prior {
      ratios = known.compactMap { ratio in
        ratio.indexed(in: names).map { ($0.index, $0.weights, ratio.mean, ratio.deviation) }
      }
    } else {
      ratios = []
    }
    if case .logNormal(let known) = prior {
      logNormal = try LogNormalAmounts(known, names: names)
    } else {
      logNormal = nil
    }
  }

  /// ln p(a) up to a constant; adds ∂ln p/∂a to `gradient`.
  func evaluate(_ amounts: [Double], addingTo gradient: inout [Double]) -> Double {
    var value = 0.0
    if let normal {
      value -= normal.value(at: amounts)
      for (k, slope) in normal.slopes(at: amounts).enumerated() { gradient[k] -= slope }
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
    guard let logNormal else { return value }
    let logs = logNormal.species.map { Double.log(amounts[$0]) }
    let (cost, slopes) = logNormal.cost(logs)
    value -= cost
    for (i, k) in logNormal.species.enumerated() {
      // The density of a has the Jacobian 1/a of the logarithm.
      value -= logs[i]
      gradient[k] -= (slopes[i] + 1) / amounts[k]
    }
    return value
  }
}
