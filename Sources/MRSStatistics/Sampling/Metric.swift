import MRSCore
import Numerics

/// The shape a sampler takes the density to have: a covariance Σ = F·Fᵀ. Sampling goes on in y with x = F·y, where the
/// density is round.
struct Metric: Sendable {
  /// F, shape (d, d).
  let factor: Matrix
  /// F⁻¹.
  private let inverse: Matrix

  /// The covariance of a normal density of the same curvature at a point: (−∂²ln p/∂x²)⁻¹, by central differences of the
  /// gradient. A direction that is curved the wrong way gets what the size of its curvature says, none more than `widest`.
  /// - Throws: `LinearAlgebraError`.
  init(curvatureOf density: some LogDensity, at point: [Double], step: Double, widest: Double) throws {
    let dimension = density.dimension
    var curvature = Matrix(zeros: dimension, dimension)
    for p in 0..<dimension {
      var (up, down) = (point, point)
      up[p] += step
      down[p] -= step
      let slope = zip(density.evaluate(up).gradient, density.evaluate(down).gradient).map { ($1 - $0) / (2 * step) }
      for i in 0..<dimension {
        let value = slope[i].isFinite ? slope[i] / 2 : 0
        curvature[i, p] += value
        curvature[p, i] += value
      }
    }
    let eigen = try curvature.symmetricEigen()
    self.init(
      directions: eigen.vectors, deviations: eigen.values.map { min(widest, 1 / max(abs($0), 1e-12).squareRoot()) })
  }

  /// - Parameters:
  ///   - directions: orthonormal columns.
  ///   - deviations: along each of them.
  private init(directions: Matrix, deviations: [Double]) {
    factor = directions * Matrix(diagonal: deviations)
    inverse = Matrix(diagonal: deviations.map { 1 / $0 }).timesTransposed(directions)
  }

  /// From n draws in d dimensions: their covariance where `before` has the density round, drawn towards the identity as by
  /// d + 5 further draws, so that few draws give a positive definite matrix too.
  ///
  /// Drawn towards a diagonal matrix of the variables themselves, directions that two strongly correlated variables leave
  /// narrow would come out many times too wide, and every step be so much shorter than it need be.
  /// - Throws: `LinearAlgebraError`.
  init(draws: [[Double]], before: Metric) throws(LinearAlgebraError) {
    let count = Double(draws.count)
    let dimension = draws[0].count
    let mean = (0..<dimension).map { p in draws.reduce(0) { $0 + $1[p] } / count }
    let centred = Matrix(columns: (0..<dimension).map { p in draws.map { $0[p] - mean[p] } })
    let round = centred.timesTransposed(before.inverse)
    let kept = count / (count + Double(dimension) + 5)
    let covariance =
      (kept / (count - 1)) * round.gram + Matrix(diagonal: [Double](repeating: 1 - kept, count: dimension))
    let eigen = try covariance.symmetricEigen()
    let within = Metric(directions: eigen.vectors, deviations: eigen.values.map { $0.squareRoot() })
    factor = before.factor * within.factor
    inverse = within.inverse * before.inverse
  }
}
