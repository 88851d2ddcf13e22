import MRSCore

/// A smooth baseline: cubic B-splines on equidistant knots over a range of spectral points.
///
/// The real and the imaginary part have coefficients of their own, so the baseline also follows the dispersive tails of
/// signals outside the window.
public struct SplineBaseline: Sendable {
  /// The values of the splines, shape (points, splines).
  public let values: Matrix

  /// - Parameters:
  ///   - points: the number of spectral points.
  ///   - knotSpacing: the distance between knots, in points; at least one interval is used.
  public init(points: Int, knotSpacing: Double) {
    let intervals = max(1, Int((Double(points - 1) / knotSpacing).rounded()))
    let width = Double(max(points - 1, 1)) / Double(intervals)
    var values = Matrix(zeros: points, intervals + 3)
    for i in 0..<points {
      let x = Double(i) / width
      let interval = min(Int(x), intervals - 1)
      let u = x - Double(interval)
      // The four cubic B-splines that are not zero on this interval (de Boor 1978).
      values[i, interval] = (1 - u) * (1 - u) * (1 - u) / 6
      values[i, interval + 1] = (3 * u * u * u - 6 * u * u + 4) / 6
      values[i, interval + 2] = (-3 * u * u * u + 3 * u * u + 3 * u + 1) / 6
      values[i, interval + 3] = u * u * u / 6
    }
    self.values = values
  }

  public var count: Int { values.columns }
}
