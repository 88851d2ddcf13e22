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
  /// U = R·W: M_b·P of the components that explain the others, and L₁⁻ᵀ·X.
  private let explaining: Matrix
  private let weights: Matrix
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
    let inner = columns.gram(
      less: baseline.map { [$0.taken($0.parts(of: columns), shares: shares)] } ?? [])
    // Components overlap: a few of them, P, explain the others. With SᵀM_b·S = L·Lᵀ, L₁ its rows of P, and G = LᵀL is
    // M_b·S·(1 + SᵀM_b·S)⁻¹·SᵀM_b = U·Uᵀ, U = M_b·P·L₁⁻ᵀ·X, X·Xᵀ = G·(1 + G)⁻¹: of the order of the few, not of all.
    let factor = PivotedCholeskyFactor(inner, tolerance: Self.leastShare)
    var outer = factor.lower.gram
    for j in 0..<factor.rank { outer[j, j] += 1 }
    logDeterminant = try outer.logDeterminant()
    // G·(1 + G)⁻¹ = 1 − (1 + G)⁻¹.
    var shared = -1 * (try outer.invertedPositiveDefinite())
    for j in 0..<factor.rank { shared[j, j] += 1 }
    let root = PivotedCholeskyFactor(shared, tolerance: Self.leastShare).inOrder
    weights = factor.solvedTransposed(root)
    var explaining = Matrix(zeros: columns.rows, factor.rank)
    for (j, index) in factor.order.prefix(factor.rank).enumerated() {
      columns.put(column: index, scaledBy: 1, into: &explaining.elements, at: columns.rows * j)
    }
    guard let baseline else {
      // PᵀP = L₁·L₁ᵀ.
      freedom = root.elements.reduce(0) { $0 + $1 * $1 }
      self.explaining = explaining
      return
    }
    self.explaining = baseline.reduced(explaining, shares: shares)
    let taken = self.explaining.gram * weights
    freedom = zip(taken.elements, weights.elements).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// The share of a degree of freedom below which neither a component beside others nor a direction is taken for an error of shape.
  private static let leastShare = 1e-4

  /// UᵀX.
  func parts(of vectors: Matrix) -> Matrix { weights.transposedTimes(explaining.transposedTimes(vectors)) }

  /// U·Uᵀr.
  package func taken(_ residual: [Double]) -> [Double] {
    explaining * (weights * weights.transposedTimes(explaining.transposedTimes(residual)))
  }

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
