import MRSCore
import MRSModel
import Numerics

extension Fit {
  /// What one of several models says.
  struct Opinion {
    /// Its share of the probability of all.
    let weight: Double
    let amounts: [Double]
    let covariance: Matrix
  }

  /// The same fit with the amounts Σ w·a and covariances Σ w·(C + (a − ā)(a − ā)ᵀ) of several models, w their shares of the probability of all that
  /// are given. The curves stay those of this one.
  func averaged(over given: [Opinion]) -> Fit {
    let total = given.reduce(0) { $0 + $1.weight }
    let opinions = given.map { Opinion(weight: $0.weight / total, amounts: $0.amounts, covariance: $0.covariance) }
    let species = covariance.rows
    let means = (0..<species).map { k in opinions.reduce(0) { $0 + $1.weight * $1.amounts[k] } }
    var spread = Matrix(zeros: species, species)
    for one in opinions where one.weight > 0 {
      for j in 0..<species {
        for i in 0..<species {
          let apart = (one.amounts[i] - means[i]) * (one.amounts[j] - means[j])
          spread[i, j] += one.weight * (one.covariance[i, j] + apart)
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
    result.quantification = Quantification(
      method: found.method, unit: found.unit, amounts: amounts, covariance: spread, quality: found.quality,
      doubts: found.doubts.filter { !known.contains($0) } + Doubt.about(amounts))
    return result
  }
}
