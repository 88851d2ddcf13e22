import MRSCore
import Numerics

extension VariableProjection {
  /// Decades of how far a baseline may bend, in units of the noise.
  private static let decades = stride(from: -1.0, through: 4.0, by: 0.5)

  /// The bend of the baseline that the data make most likely, in units of the noise; `nil` without a baseline.
  /// - Parameter shapes: components of errors of shape in units of the noise; `nil` for those of the problem.
  func likeliestBend(_ point: Point, shapes: Matrix? = nil) -> Double? {
    guard let likelihood = SmoothnessLikelihood(self, at: point, shapes: shapes) else { return nil }
    var known: [Double: Double] = [:]
    func value(_ decade: Double) -> Double {
      if let value = known[decade] { return value }
      let value = likelihood.logarithm(bend: .pow(10, decade)) ?? -.infinity
      known[decade] = value
      return value
    }
    func likeliest(_ decades: some Sequence<Double>) -> Double? {
      decades.filter { value($0) > -.infinity }.max { value($0) < value($1) }
    }
    guard let coarse = likeliest(Self.decades),
      let middle = likeliest([coarse, coarse - 0.25, coarse + 0.25])
    else { return nil }
    // The vertex of the parabola through three neighbours: a bend in steps would make amounts jump.
    let (left, right) = (value(middle - 0.25), value(middle + 0.25))
    let curvature = left - 2 * value(middle) + right
    guard curvature < 0, curvature.isFinite else { return .pow(10, middle) }
    let vertex = 0.125 * (left - right) / curvature
    return .pow(10, middle + min(max(vertex, -0.25), 0.25))
  }
}
