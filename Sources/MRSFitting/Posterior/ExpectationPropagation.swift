import MRSCore
import MRSModel
import Numerics

/// The posterior as a normal distribution in the amounts.
///
/// In the amounts the data are nearly linear, in their logarithms they are not: N(u; Λ⁻¹h, Λ⁻¹), the data linearised in
/// the exact coordinates u and the rest, is exact but for the log-normal priors. These enter by expectation propagation
/// (``SiteApproximation``); the data are linearised anew at the mean that this gives.
struct ExpectationPropagation: Sendable {
  let coordinates: PosteriorCoordinates
  private let isCorrelated: Bool
  /// Of the exact coordinates, the rest integrated out.
  private(set) var exact: SiteApproximation
  /// The rest given the exact coordinates: its precision's factor, its pull at zero, and how exact coordinates move
  /// that.
  private(set) var restFactor: CholeskyFactor
  private(set) var restPull: [Double] = []
  private(set) var restCoupling = Matrix(zeros: 0, 0)
  /// The rest's mean.
  private(set) var restMean: [Double] = []

  private static let linearisations = 3
  /// The data are linearised at no less than this share of an amount's median.
  private static let leastShare = 0.02

  /// - Parameters:
  ///   - start: logarithms of amounts and nonlinear parameters, near the mode.
  ///   - freedom: ν of the noise's level, which is integrated out (``PosteriorDensity``).
  ///   - isCorrelated: whether exact amounts are correlated beforehand. In amounts near zero the correlation of
  ///     logarithms is no normal distribution; draws without it are weighted all the same.
  /// - Throws: `LinearAlgebraError`.
  init(
    _ expansion: LocalExpansion, _ coordinates: PosteriorCoordinates, from start: [Double], freedom: Double,
    isCorrelated: Bool
  ) throws(LinearAlgebraError) {
    self.isCorrelated = isCorrelated
    self.coordinates = coordinates
    self.exact = SiteApproximation(coordinates.sites)
    restFactor = try CholeskyFactor(Matrix(zeros: 0, 0))
    let (exact, rest) = (coordinates.exact, coordinates.rest)
    var here = start
    for _ in 0..<Self.linearisations {
      let (precision, pull) = linearised(expansion, at: here, freedom: freedom)
      let whole = precision.submatrix(exact + rest)
      let all = (exact + rest).map { pull[$0] }
      let n = exact.count
      let inner = Array(n..<whole.rows)
      restFactor = try CholeskyFactor(whole.submatrix(inner))
      restPull = Array(all[n...])
      restCoupling = Matrix(columns: (0..<n).map { j in inner.map { whole[$0, j] } })
      // What is left of the exact coordinates when the rest is integrated out.
      let half = Matrix(columns: (0..<n).map { restFactor.solveLower(restCoupling.column($0)) })
      let taken = half.gram
      var marginal = whole.submatrix(Array(0..<n))
      for i in marginal.elements.indices { marginal.elements[i] -= taken.elements[i] }
      let moved = half.transposedTimes(restFactor.solveLower(restPull))
      try self.exact.propagate(marginal, zip(all, moved).map { $0 - $1 })
      restMean = self.rest(given: self.exact.mean)
      here = self.start
    }
  }

  /// The mean as a point: logarithms of amounts, and nonlinear parameters within their ends.
  var start: [Double] {
    var point = [Double](repeating: 0, count: coordinates.dimension)
    for (i, place) in coordinates.exact.enumerated() {
      if case .logNormal(let logMean, _) = coordinates.sites[i] {
        point[place] = .log(max(exact.mean[i], Self.leastShare * .exp(logMean)))
      } else {
        point[place] = exact.mean[i]
      }
    }
    for (place, value) in zip(coordinates.rest, restMean) { point[place] = value }
    return coordinates.clamped(point)
  }

  /// The rest's mean given the exact coordinates.
  func rest(given exact: [Double]) -> [Double] {
    exact.isEmpty ? restFactor.solve(restPull) : restFactor.solve(zip(restPull, restCoupling * exact).map { $0 - $1 })
  }

  /// Λ and h at a point, over all places; exact amounts as such, not their logarithms. The exact sites are not in it.
  private func linearised(
    _ expansion: LocalExpansion, at point: [Double], freedom: Double
  ) -> (precision: Matrix, pull: [Double]) {
    let species = coordinates.species
    let theta = coordinates.nonlinear(point, over: expansion.origin)
    let amounts = point[..<species].map(Double.exp)
    let coefficients = expansion.coefficients(amounts: amounts, theta)
    var slopes = expansion.slopes(amounts: amounts, theta, parameters: coordinates.parameters)
    var here = point
    // ln a ≈ ln a⁰ + a/a⁰ − 1.
    var scale = [Double](repeating: 1, count: coordinates.dimension)
    var offset = scale.map { _ in 0.0 }
    for k in 0..<species where coordinates.isExactAmount(k) {
      for i in k * slopes.rows..<(k + 1) * slopes.rows { slopes.elements[i] /= amounts[k] }
      (here[k], scale[k], offset[k]) = (amounts[k], 1 / amounts[k], point[k] - 1)
    }
    let left = expansion.products * coefficients
    let square = zip(coefficients, left).reduce(0) { $0 + $1.0 * $1.1 }
    let weight = freedom / max(square, .leastNormalMagnitude)
    var precision = weight * slopes.transposedTimes(expansion.products * slopes)
    var pull = zip(precision * here, slopes.transposedTimes(left)).map { $0 + weight * $1 }
    let prior = coordinates.prior
    for j in 0..<species {
      for k in 0..<species where j != k || !coordinates.isExactAmount(k) {
        if !isCorrelated, coordinates.isExactAmount(j), coordinates.isExactAmount(k) { continue }
        let shared = prior.precision[j, k]
        precision[j, k] += scale[j] * shared * scale[k]
        pull[j] -= scale[j] * shared * (offset[k] - prior.means[k])
      }
    }
    for i in coordinates.parameters.indices {
      precision[species + i, species + i] += coordinates.precisions[i]
      pull[species + i] += coordinates.precisions[i] * coordinates.centres[i]
    }
    return (precision, pull)
  }
}
