import MRSCore
import MRSModel
import MRSStatistics
import Numerics

/// Draws from nearly the posterior: the exact coordinates one after another, each from its normal conditional times its
/// own factor, then the rest from a t distribution about what these let expect.
///
/// Exact coordinate k, given those before it, is N(m, s²) by ``SiteApproximation``; without its own site (τ, ν) and
/// times the true factor (``ExactSite``) it has the tails and the skew that the posterior has. Those come first that
/// are widest relative to their prior, which normals suit least.
package struct SequentialProposal: Sendable {
  private let approximation: SiteApproximation
  private let order: [Int]
  /// The factor of the exact coordinates' covariance, in that order.
  private let factor: Matrix

  /// A draw of the exact coordinates: logarithms of amounts and values of widths, and ln of its density.
  package struct Exact: Sendable {
    /// In the order of ``PosteriorCoordinates/exact``.
    package var values: [Double]
    package var logDensity: Double
  }

  /// Conditionals are this much wider than they are thought to be, and the least share of precision that one keeps when
  /// its site is taken out.
  private static let widening = 1.03
  private static let leastPrecision = 0.02

  /// - Throws: `LinearAlgebraError`.
  package init(_ approximation: SiteApproximation) throws(LinearAlgebraError) {
    self.approximation = approximation
    let sites = approximation.sites
    let widths = sites.indices.map { i -> Double in
      let deviation = approximation.covariance[i, i].squareRoot()
      switch sites[i] {
      case .logNormal(_, let logDeviation): return deviation / max(approximation.mean[i], 1e-9) / logDeviation
      case .bounded(let low, let high):
        return deviation / max(min(approximation.mean[i] - low, high - approximation.mean[i]), 1e-9)
      }
    }
    order = sites.indices.sorted { (widths[$1], $0) < (widths[$0], $1) }
    factor = try CholeskyFactor(approximation.covariance.submatrix(order)).lower
  }

  /// How many coordinates are drawn.
  var count: Int { order.count }

  package func exact(using stream: inout RandomStream) -> Exact {
    exact(at: order.map { _ in stream.uniform() })
  }

  /// The draw that belongs to a point of the unit cube.
  func exact(at shares: [Double]) -> Exact {
    let sites = approximation.sites
    var normals = [Double](repeating: 0, count: order.count)
    var draw = Exact(values: normals, logDensity: 0)
    for (i, k) in order.enumerated() {
      var mean = approximation.mean[k]
      for j in 0..<i { mean += factor[i, j] * normals[j] }
      let scale = factor[i, i]
      let precision = 1 / (scale * scale)
      let left = max(precision - approximation.precisions[k], Self.leastPrecision * precision)
      let found = sites[k].draw(
        mean: (mean * precision - approximation.pulls[k]) / left, deviation: Self.widening / left.squareRoot(),
        share: shares[i])
      normals[i] = (found.value - mean) / scale
      draw.values[k] = found.value
      draw.logDensity += found.logDensity
    }
    return draw
  }
}
