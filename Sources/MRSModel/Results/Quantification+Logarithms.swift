import MRSCore
import Numerics

extension Quantification {
  /// The correlation of the logarithms of some amounts, by their places, as log-normal amounts of this covariance have it:
  /// ρ_ij = ln(1 + C_ij/(m_i·m_j))/(s_i·s_j), s_i² = ln(1 + C_ii/m_i²).
  /// - Returns: `nil` where the covariance is not known.
  /// - Precondition: the amounts are positive.
  package func logCorrelation(of places: [Int]) -> Matrix? {
    guard let covariance else { return nil }
    func logCovariance(_ i: Int, _ j: Int) -> Double {
      .log(
        onePlus: max(-0.999, covariance[places[i], places[j]] / (amounts[places[i]].value * amounts[places[j]].value)))
    }
    let deviations = places.indices.map { max(logCovariance($0, $0), .leastNormalMagnitude).squareRoot() }
    var correlation = Matrix(diagonal: [Double](repeating: 1, count: places.count))
    for i in places.indices {
      for j in places.indices where i != j {
        correlation[i, j] = min(max(logCovariance(i, j) / (deviations[i] * deviations[j]), -1), 1)
      }
    }
    return correlation
  }
}
