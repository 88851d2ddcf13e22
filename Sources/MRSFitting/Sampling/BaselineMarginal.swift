import MRSCore
import MRSModel

/// A spline baseline integrated out: what is left of a residual's sum of squares when the baseline has taken its share.
///
/// With coefficients c ~ N(0, σ²·K⁻¹), K the roughness penalty of ``BaselineProjection``, the integral over c of the
/// likelihood is that of rᵀMr with the same M that a fit has. The baseline does not depend on any other parameter, so M is
/// made once.
struct BaselineMarginal: Sendable {
  private let projection: BaselineProjection?
  /// s_j.
  private let shares: [Double]
  /// How many combinations of coefficients the prior leaves free, real and imaginary part together.
  let freeDirections: Int

  /// - Parameter bend: the standard deviation of second differences of coefficients in units of the noise; infinite for
  ///   none.
  /// - Throws: `LinearAlgebraError`.
  init(_ splines: SplineBaseline?, bend: Double) throws(LinearAlgebraError) {
    guard let splines else {
      (projection, shares, freeDirections) = (nil, [], 0)
      return
    }
    let projection = try BaselineProjection(splines)
    self.projection = projection
    shares = projection.shares(bend: bend)
    freeDirections = projection.freeDirections(bend: bend)
  }

  /// M·r of a residual, shape (points).
  func reduced(_ residual: ComplexVector) -> ComplexVector {
    guard let projection else { return residual }
    let reduced = projection.reduced(residual.real + residual.imaginary, shares: shares)
    return ComplexVector(real: Array(reduced[..<residual.count]), imaginary: Array(reduced[residual.count...]))
  }
}
