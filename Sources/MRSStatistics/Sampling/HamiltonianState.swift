/// A place on a trajectory.
struct HamiltonianState: Sendable {
  /// x.
  var point: [Double]
  /// The momentum in the metric's round coordinates; normal of unit variance.
  var momentum: [Double] = []
  /// ln p(x) and ∂ln p/∂x.
  var logDensity: Double
  var gradient: [Double]

  init(at point: [Double], _ density: some LogDensity) {
    self.point = point
    (logDensity, gradient) = density.evaluate(point)
  }

  /// −H = ln p(x) − ½·‖momentum‖².
  var negativeEnergy: Double { logDensity - momentum.reduce(0) { $0 + $1 * $1 } / 2 }
}
