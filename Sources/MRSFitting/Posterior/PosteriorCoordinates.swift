import MRSCore
import MRSModel
import Numerics

/// Which parameters a posterior has, and which of them are treated exactly: not as normal, but each with a factor of
/// its own (``ExactSite``).
///
/// A point is the logarithms of all amounts, then the nonlinear parameters that vary. Exact are the amounts, in which
/// the data are nearly linear, and the widths that all species share, which may lie at an end of their range. The rest,
/// normal given these: nonlinear parameters, and the logarithms of amounts that the prior ties so firmly to one another
/// (fat) that each alone would say little.
struct PosteriorCoordinates: Sendable {
  let species: Int
  /// The nonlinear parameters that vary, without those of the lineshape's kernel.
  let parameters: [Int]
  let prior: LogNormalAmounts
  /// Of each parameter that varies.
  let lower: [Double]
  let upper: [Double]
  /// Of each: 1/variance, and what it is expected to be.
  let precisions: [Double]
  let centres: [Double]
  /// The exact coordinates as places in a point, with their factors.
  let exact: [Int]
  let sites: [ExactSite]
  /// The places of the others.
  let rest: [Int]
  /// How many of ``rest`` are logarithms of amounts: they stand first.
  let restLogs: Int

  /// The share of a logarithm's variance that all others leave of it, below which it is tied to them.
  private static let leastOwnShare = 0.5

  /// - Parameters:
  ///   - lower: the ends of all nonlinear parameters.
  init(_ problem: FitProblem, prior: LogNormalAmounts, lower: [Double], upper: [Double]) {
    let layout = problem.model.layout
    species = layout.species
    self.prior = prior
    parameters = problem.varied.filter { !layout.kernel.contains($0) && lower[$0] < upper[$0] }
    self.lower = parameters.map { lower[$0] }
    self.upper = parameters.map { upper[$0] }
    precisions = parameters.map { problem.precision(of: $0) }
    centres = parameters.map { problem.centres[$0] }
    var exact: [Int] = []
    var sites: [ExactSite] = []
    var rest: [Int] = []
    for k in 0..<species {
      if 1 / (prior.precision[k, k] * prior.variances[k]) < Self.leastOwnShare {
        rest.append(k)
      } else {
        exact.append(k)
        sites.append(.logNormal(mean: prior.means[k], deviation: 1 / prior.precision[k, k].squareRoot()))
      }
    }
    restLogs = rest.count
    for (i, parameter) in parameters.enumerated() {
      if parameter == ParameterLayout.lorentzian || parameter == ParameterLayout.gaussian {
        exact.append(species + i)
        sites.append(.bounded(low: lower[parameter], high: upper[parameter]))
      } else {
        rest.append(species + i)
      }
    }
    self.exact = exact
    self.sites = sites
    self.rest = rest
  }

  var dimension: Int { species + parameters.count }

  /// Whether species have shifts or widths of their own.
  var hasOwn: Bool { parameters.contains { $0 >= ParameterLayout.shared.upperBound } }

  /// Whether a place is that of an amount which is exact.
  func isExactAmount(_ place: Int) -> Bool { place < species && exact.contains(place) }

  /// ln of the prior but for a constant: of the amounts, and of what is expected of nonlinear parameters; −∞ beyond
  /// their ends.
  func logPrior(_ point: [Double]) -> Double {
    var value = -prior.cost(Array(point[..<species])).value
    for i in parameters.indices {
      let parameter = point[species + i]
      guard parameter >= lower[i], parameter <= upper[i] else { return -.infinity }
      if precisions[i] > 0 { value -= 0.5 * precisions[i] * (parameter - centres[i]) * (parameter - centres[i]) }
    }
    return value
  }

  /// All nonlinear parameters at a point; those that do not vary as in `theta`.
  func nonlinear(_ point: [Double], over theta: [Double]) -> [Double] {
    var theta = theta
    for (i, parameter) in parameters.enumerated() { theta[parameter] = point[species + i] }
    return theta
  }

  /// A point within the ends.
  func clamped(_ point: [Double]) -> [Double] {
    var point = point
    for i in parameters.indices { point[species + i] = min(max(point[species + i], lower[i]), upper[i]) }
    return point
  }
}
