import MRSCore
import Numerics

/// The restricted likelihood of how far the baseline bends, β, at one set of the other nonlinear parameters: amounts,
/// coefficients of the baseline and the noise's level are integrated out.
///
/// ln L(β) = −(ν/2)·ln(rᵀMr) + Σ_j ln(1 − s_j) − ½·ln|ΦᵀMΦ| with the residual r of the best amounts for that β, over the
/// splines that are penalised, real and imaginary parts alike (Patterson & Thompson 1971, doi:10.1093/biomet/58.3.545;
/// Wood 2011, doi:10.1111/j.1467-9868.2010.00749.x). A noise of unknown level keeps misfit of real data from being
/// followed by the baseline as if it were signal.
///
/// Φ are the columns that are not held at zero, each at unit length: which ones these are differs from one β to the next,
/// and a determinant of one column more would otherwise be larger or smaller by that column's unit.
struct SmoothnessLikelihood {
  private let projection: VariableProjection
  private let baseline: BaselineProjection
  private let passive: [Int]
  /// XᵀX of the columns, then the data, then the components of errors of shape.
  private let whole: Matrix
  /// QᵀX.
  private let parts: Matrix
  /// How many components of errors of shape stand after them.
  private let errors: Int
  /// ν.
  private let freedom: Double

  /// `nil` without a baseline.
  /// - Parameter shapes: components of errors of shape in units of the noise; `nil` for the projection's own.
  init?(_ projection: VariableProjection, at point: VariableProjection.Point, shapes: Matrix? = nil) {
    guard let baseline = projection.problem.baseline else { return nil }
    let shapes = shapes ?? projection.problem.shapes?.columns
    self.projection = projection
    self.baseline = baseline
    passive = point.passive
    var vectors = projection.vectors(point.state)
    errors = shapes?.columns ?? 0
    if let shapes {
      vectors = Matrix(
        rows: vectors.rows, columns: vectors.columns + errors,
        elements: vectors.elements + (projection.problem.noise * shapes).elements)
    }
    whole = vectors.gram
    parts = baseline.parts(of: vectors)
    freedom = Double(
      2 * projection.problem.model.points - passive.count - 2 * baseline.roughness.count { $0 == 0 })
  }

  /// ln L(β); `nil` where the columns depend on one another.
  func logarithm(bend: Double) -> Double? {
    let species = whole.columns - 1 - errors
    let weight = projection.problem.weight
    let shares = baseline.shares(bend: bend)
    var products = baseline.taken(parts, shares: shares).gram
    for i in products.elements.indices { products.elements[i] = (whole.elements[i] - products.elements[i]) * weight }
    var spread = 0.0
    if errors > 0 {
      let own = Array(species + 1..<whole.columns)
      var inner = products.submatrix(own)
      for j in 0..<errors { inner[j, j] += 1 }
      guard let factor = try? CholeskyFactor(inner) else { return nil }
      let cross = Matrix(columns: (0...species).map { j in own.map { products[$0, j] } })
      let known = factor.solveLower(cross).gram
      products = products.submatrix(Array(0...species))
      for i in products.elements.indices { products.elements[i] -= known.elements[i] }
      spread = factor.logDeterminant
    }
    let solved = projection.amounts(products, startingFrom: passive)
    let pull = (0..<species).reduce(0.0) { $0 + solved.solution[$1] * products[$1, species] }
    let left = max(products[species, species] - pull, 1e-12 * products[species, species])
    guard var information = try? products.submatrix(solved.passive).logDeterminant() else { return nil }
    for k in solved.passive { information -= .log(whole[k, k] * weight) }
    return -freedom / 2 * .log(left) + baseline.logFlexibility(shares: shares) - (information + spread) / 2
  }
}
