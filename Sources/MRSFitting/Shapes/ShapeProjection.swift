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
  /// Uᵀ's transpose: U.
  private let directions: Matrix
  /// ln|1 + SᵀM_b·S|.
  package let logDeterminant: Double

  /// - Throws: `LinearAlgebraError`.
  package init(
    columns: Matrix, species: [Int], baseline: BaselineProjection?, shares: [Double]
  ) throws(LinearAlgebraError) {
    self.columns = columns
    self.species = species
    guard columns.columns > 0 else {
      (directions, logDeterminant) = (columns, 0)
      return
    }
    var inner = columns.gram
    if let baseline {
      let taken = baseline.taken(baseline.parts(of: columns), shares: shares).gram
      for i in inner.elements.indices { inner.elements[i] -= taken.elements[i] }
    }
    // Components overlap: a few of them, P, explain the others. With SᵀM_b·S = L·Lᵀ, L₁ its rows of P, and LᵀL = V·g·Vᵀ is
    // M_b·S·(1 + SᵀM_b·S)⁻¹·SᵀM_b = U·Uᵀ, U = M_b·P·L₁⁻ᵀ·V·√(g/(1 + g)): of the order of the few, not of all.
    let factor = PivotedCholeskyFactor(inner, tolerance: Self.leastShare)
    let eigen = try factor.lower.gram.symmetricEigen()
    logDeterminant = eigen.values.reduce(0) { $0 + .log(1 + max($1, 0)) }
    let above = eigen.values.indices.filter { eigen.values[$0] > Self.leastShare }
    guard !above.isEmpty else {
      directions = Matrix(rows: columns.rows, columns: 0, elements: [])
      return
    }
    let root = factor.solvedTransposed(
      Matrix(
        columns: above.map { j in
          let scale = (eigen.values[j] / (1 + eigen.values[j])).squareRoot()
          return eigen.vectors.column(j).map { scale * $0 }
        }))
    let explained = Matrix(columns: factor.order.prefix(factor.rank).map { columns.column($0) }) * root
    directions = baseline?.reduced(explained, shares: shares) ?? explained
  }

  /// The share of a degree of freedom below which neither a component beside others nor a direction is taken for an error of shape.
  private static let leastShare = 1e-4

  /// UᵀX.
  func parts(of vectors: Matrix) -> Matrix { directions.transposedTimes(vectors) }

  /// U·Uᵀr.
  package func taken(_ residual: [Double]) -> [Double] { directions * directions.transposedTimes(residual) }

  /// How many degrees of freedom the errors take: tr U·Uᵀ.
  package var freedom: Double { directions.elements.reduce(0) { $0 + $1 * $1 } }

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
