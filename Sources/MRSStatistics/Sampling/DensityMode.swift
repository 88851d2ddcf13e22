import MRSCore
import Numerics

/// A maximum of a density near a point, and the curvature there: where chains begin.
///
/// Newton's steps with the absolute values of the curvature's eigenvalues (saddle-free; Dauphin et al. 2014,
/// arXiv:1406.2572), each halved until the density rises. A chain that begins elsewhere has a metric of no use: directions
/// that the data leave a thousandth of the others' width are then taken a hundred times too wide.
struct DensityMode {
  let point: [Double]
  let metric: Metric

  /// Steps at most; a fit's end is some five away.
  private static let steps = 40
  /// The gain of a step, in the log density, below which the search has ended.
  private static let leastGain = 0.01

  /// - Parameters:
  ///   - step: of the differences that give the curvature, in the variables' unit.
  ///   - widest: the deviation of a direction that is flat or curved the wrong way.
  /// - Throws: `LinearAlgebraError` when the eigenvalues cannot be found; `CancellationError`.
  init(of density: some LogDensity, near start: [Double], step: Double, widest: Double) throws {
    var (point, value) = (start, density.evaluate(start).value)
    for _ in 0..<Self.steps where value.isFinite {
      try Task.checkCancellation()
      let metric = try Metric(curvatureOf: density, at: point, step: step, widest: widest)
      let gradient = density.evaluate(point).gradient
      // F·Fᵀ·g: Newton's step where the curvature is positive, one of a length that the widest deviation allows elsewhere.
      let slopes = metric.factor.transposedTimes(gradient)
      let direction = metric.factor * slopes
      var share = 1.0
      var gain = 0.0
      while share > 1e-4 {
        let there = zip(point, direction).map { $0 + share * $1 }
        let found = density.evaluate(there).value
        if found > value {
          (gain, point, value) = (found - value, there, found)
          break
        }
        share /= 2
      }
      if gain < Self.leastGain { break }
    }
    self.point = point
    metric = try Metric(curvatureOf: density, at: point, step: step, widest: widest)
  }
}
