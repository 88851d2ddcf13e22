import MRSCore
import Numerics

/// The shape a sampler takes the density to have: a covariance Σ = F·Fᵀ. Sampling goes on in y with x = F·y, where the
/// density is round.
struct Metric: Sendable {
  /// F, shape (d, d).
  let factor: Matrix

  /// - Throws: `LinearAlgebraError` when the eigenvalues cannot be found.
  init(covariance: Matrix) throws(LinearAlgebraError) {
    let eigen = try covariance.symmetricEigen()
    var factor = eigen.vectors
    let floor = 1e-14 * (eigen.values.last ?? 0)
    for j in eigen.values.indices {
      let scale = max(eigen.values[j], floor, .leastNormalMagnitude).squareRoot()
      for i in 0..<factor.rows { factor[i, j] *= scale }
    }
    self.factor = factor
  }

  /// The covariance of a normal density of the same curvature at a point: (−∂²ln p/∂x²)⁻¹, by central differences of the
  /// gradient. A direction that is flat or curved the wrong way gets the deviation `widest`.
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
    var factor = eigen.vectors
    for j in eigen.values.indices {
      let deviation = eigen.values[j] > 1 / (widest * widest) ? 1 / eigen.values[j].squareRoot() : widest
      for i in 0..<dimension { factor[i, j] *= deviation }
    }
    self.factor = factor
  }

  /// From draws: their covariance, the correlations shrunk as n/(n + d + 5), so that few draws in many dimensions still
  /// give a positive definite matrix and the scale of no variable matters.
  /// - Throws: `LinearAlgebraError`.
  init(draws: [[Double]]) throws(LinearAlgebraError) {
    let count = Double(draws.count)
    let dimension = draws[0].count
    let mean = (0..<dimension).map { p in draws.reduce(0) { $0 + $1[p] } / count }
    let centred = Matrix(columns: (0..<dimension).map { p in draws.map { $0[p] - mean[p] } })
    var covariance = (1 / (count - 1)) * centred.transposedTimes(centred)
    let kept = count / (count + Double(dimension) + 5)
    for j in 0..<dimension { for i in 0..<dimension where i != j { covariance[i, j] *= kept } }
    try self.init(covariance: covariance)
  }
}
