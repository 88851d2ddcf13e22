import MRSCore
import MRSModel
import Numerics

/// A smooth baseline eliminated from a linear fit: for every residual its best spline is known beforehand.
///
/// With splines B and the roughness penalty ‖D₂c‖²/β² (D₂ second differences of the coefficients, β how far they bend in
/// units of the noise) the least of ‖r − B·c‖² + ‖D₂c‖²/β² over c is rᵀMr, M = 1 − Q·diag(s)·Qᵀ with s_j = 1/(1 + γ_j/β²).
/// Q are the splines made orthonormal so that the penalty is diagonal (Demmler & Reinsch 1975, doi:10.1007/BF01437406),
/// from the smoothest, γ = 0 for constant and straight line, to the roughest. Σ s_j is the effective number of splines
/// (Hastie & Tibshirani 1990), the measure of ABfit's smoothness (Wilson 2021, doi:10.1002/mrm.28385).
package struct BaselineProjection: Sendable {
  /// Q, shape (points, splines).
  package let splines: Matrix
  /// γ_j, rising, shape (splines).
  package let roughness: [Double]

  /// - Throws: `LinearAlgebraError`.
  package init(_ baseline: SplineBaseline) throws(LinearAlgebraError) {
    let count = baseline.count
    var products = baseline.values.gram
    // Where knots are closer than points, splines depend on one another; this leaves them their least share.
    let ridge = 1e-10 * (products.diagonal.max() ?? 0)
    for j in 0..<count { products[j, j] += ridge }
    let inner = try products.symmetricEigen()
    var whitener = inner.vectors
    for j in 0..<count {
      let scale = 1 / inner.values[j].squareRoot()
      for i in 0..<count { whitener[i, j] *= scale }
    }
    var differences = Matrix(zeros: max(0, count - 2), count)
    for row in 0..<differences.rows {
      for (step, weight) in [1.0, -2.0, 1.0].enumerated() { differences[row, row + step] = weight }
    }
    let penalty = try (differences * whitener).gram.symmetricEigen()
    splines = baseline.values * (whitener * penalty.vectors)
    roughness = penalty.values.enumerated().map { $0.offset < 2 ? 0 : max(0, $0.element) }
  }

  /// s_j, the share of each spline's part of a residual that the baseline takes; all of it for infinite `bend`.
  package func shares(bend: Double) -> [Double] {
    roughness.map { bend.isFinite ? 1 / (1 + $0 / (bend * bend)) : 1 }
  }

  /// What the flexibility brings to ln of the evidence: Σ ln(1 − s_j) over the splines that are penalised, 1 − s_j = γ_j/(γ_j + β²).
  func logFlexibility(shares: [Double]) -> Double {
    zip(roughness, shares).reduce(0) { $0 + ($1.0 > 0 ? .log(1 - $1.1) : 0) }
  }

  /// How many splines the penalty leaves free, real and imaginary part together: each takes one degree of freedom of the
  /// noise, whatever the data are.
  func freeDirections(bend: Double) -> Int {
    2 * (bend.isFinite ? roughness.count { $0 == 0 } : roughness.count)
  }

  /// QᵀX of vectors of real over imaginary parts, shape (2·splines, columns).
  func parts(of vectors: Matrix) -> Matrix {
    splines.transposedTimes(vectors.reshaped(rows: splines.rows)).reshaped(rows: 2 * splines.columns)
  }

  /// √s·QᵀX of ``parts(of:)``: MX's inner products are those of X less those of this.
  func taken(_ parts: Matrix, shares: [Double]) -> Matrix {
    let roots = shares.map { $0.squareRoot() }
    return Self.weighted(parts, by: roots)
  }

  /// Elements times `weights`, which begin again after their last.
  private static func weighted(_ matrix: Matrix, by weights: [Double]) -> Matrix {
    var result = matrix
    for start in stride(from: 0, to: result.elements.count, by: weights.count) {
      for j in weights.indices { result.elements[start + j] *= weights[j] }
    }
    return result
  }

  /// M·X of vectors of real over imaginary parts, shape (2·points, columns): without their baselines Q·diag(s)·QᵀX.
  func reduced(_ vectors: Matrix, shares: [Double]) -> Matrix {
    let parts = splines.transposedTimes(vectors.reshaped(rows: splines.rows))
    let baselines = splines * Self.weighted(parts, by: shares)
    return Matrix(
      rows: vectors.rows, columns: vectors.columns, elements: zip(vectors.elements, baselines.elements).map(-))
  }

  /// M·r of a residual of real over imaginary parts, shape (2·points).
  package func reduced(_ residual: [Double], shares: [Double]) -> [Double] {
    reduced(Matrix(rows: residual.count, columns: 1, elements: residual), shares: shares).elements
  }
}
