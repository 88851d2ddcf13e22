import MRSCore
import MRSModel

/// A log-normal prior of the amounts of a model's species, ready to be evaluated: ½·(v − μ)ᵀΣ⁻¹(v − μ) of v = ln a.
///
/// Of species that the distribution does not have nothing is known; of those that a model does not have the marginal
/// distribution of the others is taken.
struct LogNormalAmounts: Sendable {
  /// The species that the distribution has, as places in the model.
  let species: [Int]
  /// μ, in the order of ``species``.
  let means: [Double]
  /// The diagonal of Σ.
  let variances: [Double]
  /// Σ⁻¹.
  let precision: Matrix

  /// The least eigenvalue of Σ relative to the largest: what a prior says more sharply than this is said this sharply.
  private static let sharpness = 1e-4

  /// - Throws: `LinearAlgebraError`.
  init(_ distribution: AmountDistribution, names: [String]) throws(LinearAlgebraError) {
    let found = names.indices.compactMap { k in distribution.names.firstIndex(of: names[k]).map { (k, $0) } }
    species = found.map(\.0)
    let indices = found.map(\.1)
    means = indices.map { distribution.logMeans[$0] }
    variances = indices.map { distribution.logCovariance[$0, $0] }
    guard !indices.isEmpty else {
      precision = Matrix(zeros: 0, 0)
      return
    }
    let eigen = try distribution.logCovariance.submatrix(indices).symmetricEigen()
    let least = max(Self.sharpness * (eigen.values.last ?? 0), .leastNormalMagnitude)
    var scaled = eigen.vectors
    for j in eigen.values.indices {
      for i in 0..<scaled.rows { scaled[i, j] /= max(eigen.values[j], least).squareRoot() }
    }
    precision = scaled.timesTransposed(scaled)
  }

  /// ½·(v − μ)ᵀΣ⁻¹(v − μ) and its slopes Σ⁻¹(v − μ), of the logarithms v of ``species``.
  func cost(_ logs: [Double]) -> (value: Double, slopes: [Double]) {
    let distances = zip(logs, means).map(-)
    let slopes = precision * distances
    return (zip(distances, slopes).reduce(0) { $0 + $1.0 * $1.1 } / 2, slopes)
  }
}
