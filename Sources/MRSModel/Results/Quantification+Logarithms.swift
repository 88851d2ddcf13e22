import MRSCore
import Numerics

extension Quantification {
  /// The correlation of the logarithms of some amounts, by their places, as log-normal amounts of this covariance have it:
  /// ρ_ij = ln(1 + C_ij/(m_i·m_j))/(s_i·s_j), s_i² = ln(1 + C_ii/m_i²).
  ///
  /// Rounding and amounts that hang together wholly can leave no correlation matrix: eigenvalues are at least 10⁻⁶.
  /// - Returns: `nil` where the covariance is not known.
  /// - Throws: `LinearAlgebraError`.
  /// - Precondition: the amounts are positive.
  package func logCorrelation(of places: [Int]) throws(LinearAlgebraError) -> Matrix? {
    guard let covariance else { return nil }
    // Of an amount whose variance is not known nothing is known of how it hangs together with others either.
    func logCovariance(_ i: Int, _ j: Int) -> Double {
      let ratio = covariance[places[i], places[j]] / (amounts[places[i]].value * amounts[places[j]].value)
      return ratio.isFinite ? .log(onePlus: max(-0.999, ratio)) : i == j ? 1 : 0
    }
    let deviations = places.indices.map { max(logCovariance($0, $0), .leastNormalMagnitude).squareRoot() }
    var correlation = Matrix(diagonal: [Double](repeating: 1, count: places.count))
    for i in places.indices {
      for j in places.indices where i != j {
        correlation[i, j] = min(max(logCovariance(i, j) / (deviations[i] * deviations[j]), -1), 1)
      }
    }
    let (values, vectors) = try correlation.symmetricEigen()
    guard let least = values.first, least < Self.leastEigenvalue else { return correlation }
    let raised = values.map { max($0, Self.leastEigenvalue) }
    let positive = (vectors * Matrix(diagonal: raised)).timesTransposed(vectors)
    for i in places.indices {
      for j in places.indices {
        correlation[i, j] = positive[i, j] / (positive[i, i] * positive[j, j]).squareRoot()
      }
    }
    return correlation
  }

  private static let leastEigenvalue = 1e-6
}
