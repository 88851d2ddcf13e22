import MRSCore
import MRSModel
import Numerics

/// The errors of shapes eliminated from a linear fit, with the baseline: for every residual their best coefficients are known.
///
/// With the baseline's M_b (``BaselineProjection``), the components S in units of the noise at given amplitudes and
/// nonlinear parameters, and coefficients c ~ N(0, 1), the least of ‖r − S·c − B·b‖² + ‖c‖² + the baseline's penalty is
/// rᵀMr, M = M_b − U·Uᵀ, U = M_b·S·C⁻ᵀ with C·Cᵀ = 1 + SᵀM_b·S. M is the inverse covariance of noise, baseline and errors of
/// shape together. It stays as it is while a search runs and is made anew where the search ended.
package struct ShapeProjection: Sendable {
  /// S, shape (2·points, components).
  let columns: Matrix
  /// The species of each component.
  let species: [Int]
  /// U, shape (2·points, components).
  private let directions: Matrix
  /// ln|1 + SᵀM_b·S|.
  package let logDeterminant: Double
  /// How many degrees of freedom the errors take: tr U·Uᵀ.
  package let freedom: Double

  /// - Throws: `LinearAlgebraError`.
  package init(
    columns: Matrix, species: [Int], baseline: BaselineProjection?, shares: [Double]
  ) throws(LinearAlgebraError) {
    self.columns = columns
    self.species = species
    let parts = baseline.map { $0.parts(of: columns) }
    var inner = columns.gram(less: parts.flatMap { parts in baseline.map { [$0.taken(parts, shares: shares)] } } ?? [])
    for j in 0..<inner.columns { inner[j, j] += 1 }
    let factor = try CholeskyFactor(inner)
    logDeterminant = factor.logDeterminant
    directions = factor.dividing(baseline?.reduced(columns, shares: shares) ?? columns)
    freedom = directions.elements.reduce(0) { $0 + $1 * $1 }
  }

  /// UᵀX.
  func parts(of vectors: Matrix) -> Matrix { directions.transposedTimes(vectors) }

  /// U·Uᵀr.
  package func taken(_ residual: [Double]) -> [Double] { directions * directions.transposedTimes(residual) }

  /// χ² of the coefficients for each degree of freedom that they take: 1 and more where shapes err as much as they can and the
  /// noise is small beside it; 0 where nothing is taken.
  /// - Parameters:
  ///   - reduced: M·r.
  ///   - noise: σ.
  package func excess(reduced: [Double], noise: Double) -> Double {
    let coefficients = columns.transposedTimes(reduced)
    let square = coefficients.reduce(0) { $0 + $1 * $1 } / (noise * noise)
    return freedom > 0 ? square / freedom : 0
  }

  /// The part of a species in the errors, given M·r, shape (2·points).
  package func curve(of k: Int, reduced: [Double]) -> [Double] {
    let own = species.indices.filter { species[$0] == k }
    guard !own.isEmpty else { return [Double](repeating: 0, count: columns.rows) }
    let part = Matrix(columns: own.map { columns.column($0) })
    return part * part.transposedTimes(reduced)
  }
}
