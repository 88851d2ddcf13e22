import MRSCore
import MRSModel
import Numerics

extension Fit {
  /// The same fit with the amounts and covariances of several, each with the weight that `sensitivity` gives it. The curves
  /// stay those of this one.
  /// - Parameter covariances: of the trials.
  func averaged(over covariances: [Matrix], _ sensitivity: BaselineSensitivity) -> Fit {
    let weights = sensitivity.trials.map(\.weight)
    let species = covariance.rows
    let means = (0..<species).map { k in zip(weights, sensitivity.trials).reduce(0) { $0 + $1.0 * $1.1.amounts[k] } }
    var spread = Matrix(zeros: species, species)
    for (weight, (covariance, trial)) in zip(weights, zip(covariances, sensitivity.trials)) where weight > 0 {
      for j in 0..<species {
        for i in 0..<species {
          let apart = (trial.amounts[i] - means[i]) * (trial.amounts[j] - means[j])
          spread[i, j] += weight * (covariance[i, j] + apart)
        }
      }
    }
    let found = quantification
    let amounts = found.amounts.indices.map { k in
      found.amounts[k].moved(to: means[k], standardDeviation: spread[k, k].squareRoot())
    }
    let known = Doubt.about(found.amounts)
    var result = self
    result.covariance = spread
    result.baselineSensitivity = sensitivity
    result.quantification = Quantification(
      method: found.method, unit: found.unit, amounts: amounts, covariance: spread, quality: found.quality,
      doubts: found.doubts.filter { !known.contains($0) } + Doubt.about(amounts))
    return result
  }
}
