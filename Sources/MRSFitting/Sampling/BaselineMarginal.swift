import MRSCore
import MRSModel

/// A spline baseline integrated out: what is left of a residual's sum of squares when the baseline has taken its share.
///
/// With coefficients c ~ N(0, σ²·K⁻¹), K = bend⁻²·D₂ᵀD₂ (flat along constants and straight lines), the integral over c of
/// the likelihood is that of rᵀMr with M = 1 − B·(BᵀB + K)⁻¹·Bᵀ. The baseline does not depend on any other parameter, so
/// M is made once.
struct BaselineMarginal: Sendable {
  /// L⁻¹·Bᵀ with L·Lᵀ = BᵀB + K, shape (splines, points): M = 1 − WᵀW.
  private let reduction: Matrix?
  /// How many combinations of coefficients the prior leaves free, real and imaginary part together: each takes one
  /// degree of freedom of the noise.
  let freeDirections: Int

  /// - Parameter bend: the standard deviation of second differences of coefficients in units of the noise; infinite for
  ///   none.
  /// - Throws: `LinearAlgebraError`.
  init(_ splines: SplineBaseline?, bend: Double) throws(LinearAlgebraError) {
    guard let splines else {
      reduction = nil
      freeDirections = 0
      return
    }
    let count = splines.count
    var system = splines.values.transposedTimes(splines.values)
    if bend.isFinite {
      let weights = [1.0, -2, 1]
      for row in 0..<max(0, count - 2) {
        for (i, a) in weights.enumerated() {
          for (j, b) in weights.enumerated() { system[row + i, row + j] += a * b / (bend * bend) }
        }
      }
    }
    // Any square root of the inverse will do: with the eigenvectors V of the system, W = Λ^(−½)·Vᵀ·Bᵀ.
    let eigen = try system.symmetricEigen()
    let floor = 1e-13 * (eigen.values.last ?? 0)
    var root = eigen.vectors
    for j in 0..<count {
      let scale = eigen.values[j] > floor ? 1 / eigen.values[j].squareRoot() : 0
      for i in 0..<count { root[i, j] *= scale }
    }
    reduction = root.transposedTimes(splines.values.transposed)
    freeDirections = 2 * (bend.isFinite ? min(2, count) : count)
  }

  /// M·r.
  func reduced(_ residual: [Double]) -> [Double] {
    guard let reduction else { return residual }
    let share = reduction.transposedTimes(reduction * residual)
    return zip(residual, share).map(-)
  }
}
