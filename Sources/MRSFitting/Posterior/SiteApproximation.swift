import MRSCore
import Numerics

/// N(x; Λ⁻¹h, Λ⁻¹) times a factor of each coordinate that is not normal (``ExactSite``), as a normal distribution:
/// expectation propagation (Minka 2001, arXiv:1301.2294).
///
/// Each factor is replaced by exp(−½τx² + νx), such that all other factors times the true one have the mean and the
/// variance of the whole.
package struct SiteApproximation: Sendable {
  package let sites: [ExactSite]
  /// The mean, and the covariance, shape (coordinates, coordinates).
  package private(set) var mean: [Double] = []
  package private(set) var covariance = Matrix(zeros: 0, 0)
  /// τ and ν.
  package private(set) var precisions: [Double]
  package private(set) var pulls: [Double]
  /// How often all sites were gone through.
  package private(set) var sweeps = 0

  private static let mostSweeps = 25
  private static let damping = 0.6
  /// A mean moves by less than this, in deviations, where the sweeps end.
  private static let tolerance = 1e-3

  /// The sites as normals of the log-normals' moments, and nothing of ends; no mean yet.
  package init(_ sites: [ExactSite]) {
    self.sites = sites
    precisions = sites.map { site in
      guard case .logNormal(let mean, let deviation) = site else { return 0 }
      return 1 / (.exp(2 * mean + deviation * deviation) * .expMinusOne(deviation * deviation))
    }
    pulls = zip(sites, precisions).map { site, precision in
      guard case .logNormal(let mean, let deviation) = site else { return 0 }
      return precision * .exp(mean + deviation * deviation / 2)
    }
  }

  /// The approximation over N(x; Λ⁻¹h, Λ⁻¹), from the sites as they are.
  /// - Throws: `LinearAlgebraError`.
  package mutating func propagate(_ precision: Matrix, _ pull: [Double]) throws(LinearAlgebraError) {
    for _ in 0..<Self.mostSweeps {
      try solve(precision, pull)
      sweeps += 1
      var largest = 0.0
      for i in sites.indices {
        let variance = covariance[i, i]
        // The cavity: the whole without this site.
        let own = 1 / variance - precisions[i]
        guard own > 1e-9 / variance else { continue }
        let (centre, deviation) = ((mean[i] / variance - pulls[i]) / own, 1 / own.squareRoot())
        let moments = sites[i].moments(mean: centre, deviation: deviation)
        largest = max(largest, abs(moments.mean - mean[i]) / moments.variance.squareRoot())
        precisions[i] += Self.damping * (1 / moments.variance - own - precisions[i])
        pulls[i] += Self.damping * (moments.mean / moments.variance - own * centre - pulls[i])
      }
      if largest < Self.tolerance { break }
    }
    try solve(precision, pull)
  }

  private mutating func solve(_ precision: Matrix, _ pull: [Double]) throws(LinearAlgebraError) {
    var whole = precision
    for i in precisions.indices { whole[i, i] += precisions[i] }
    covariance = try whole.invertedPositiveDefinite()
    mean = covariance * zip(pull, pulls).map(+)
  }
}
