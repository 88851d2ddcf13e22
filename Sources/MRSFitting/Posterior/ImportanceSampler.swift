import MRSCore
import MRSModel
import MRSStatistics
import Numerics

/// Weighted draws from a ``PosteriorDensity``: proposed by expectation propagation, weighted by the density itself.
package struct ImportanceSampler: Sendable {
  package let density: PosteriorDensity
  private let propagation: ExpectationPropagation
  private let proposal: SequentialProposal
  /// The mean, as a point.
  private let start: [Double]
  /// The rest's ends, in its order.
  private let lower: [Double]
  private let upper: [Double]
  /// Where each draw's rest lies; `nil` where its normal conditional is good enough.
  private let newton: ConditionalNewton?

  /// The draws, logarithms of amounts and nonlinear parameters, and their weights.
  package struct Draws: Sendable {
    package let points: [[Double]]
    package let weights: ParetoSmoothedWeights
  }

  /// Of few dimensions a wide tail costs little.
  private static let student = StudentProposal(degrees: 12, widening: 1.03)
  private static let normal = TruncatedProposal(widening: 1.02)

  /// Draws at a time, for which matrices are multiplied together.
  private static let chunk = 32
  /// How often the rest is drawn for each draw of the exact coordinates, where it has many dimensions.
  private static let restDraws = 4
  /// How many draws are tried without the expansion, and what its ln p may be wrong by; beyond, all are. The logarithms
  /// of weights scatter by one to three.
  private static let tried = 8
  private static let largestError = 0.5

  /// - Parameter start: near the mode.
  /// - Throws: `LinearAlgebraError`.
  package init(_ density: PosteriorDensity, from start: [Double]) throws(LinearAlgebraError) {
    var (density, start) = (density, start)
    var propagation = try Self.propagation(density, from: start)
    start = propagation.start
    if density.coordinates.hasOwn {
      // Of many dimensions the mean lies off the mode, where the expansion would be of too few orders.
      density = density.expanded(about: start)
      propagation = try Self.propagation(density, from: start)
      start = propagation.start
    }
    self.density = density
    self.propagation = propagation
    self.start = start
    proposal = try SequentialProposal(propagation.exact)
    let coordinates = density.coordinates
    lower = coordinates.rest.map { $0 < coordinates.species ? -.infinity : coordinates.lower[$0 - coordinates.species] }
    upper = coordinates.rest.map { $0 < coordinates.species ? .infinity : coordinates.upper[$0 - coordinates.species] }
    newton = coordinates.hasOwn ? ConditionalNewton(density, from: start) : nil
  }

  /// Where correlations beforehand spoil the normal approximation, the one without.
  private static func propagation(
    _ density: PosteriorDensity, from start: [Double]
  ) throws(LinearAlgebraError) -> ExpectationPropagation {
    func propagated(isCorrelated: Bool) throws(LinearAlgebraError) -> ExpectationPropagation {
      try ExpectationPropagation(
        density.expansion, density.coordinates, from: start, freedom: density.freedom, isCorrelated: isCorrelated)
    }
    if let correlated = try? propagated(isCorrelated: true) { return correlated }
    return try propagated(isCorrelated: false)
  }

  /// `count` draws; draw i takes point i of the cube (``EvenPoints``) and random numbers of child i of the stream.
  ///
  /// Where the rest has own shifts and widths it is drawn several times for each draw of the exact coordinates: the
  /// weight of these is the mean weight, and one rest is chosen by its share of it.
  /// - Throws: `LinearAlgebraError`.
  package func draw(_ count: Int, stream: RandomStream) throws(LinearAlgebraError) -> Draws {
    let copies = newton == nil ? 1 : Self.restDraws
    var starts = stream.child("cube")
    let cube = EvenPoints(dimensions: proposal.count, using: &starts)
    var points: [[Double]] = []
    var proposed: [Double] = []
    var shares: [Double] = []
    for first in stride(from: 0, to: count, by: Self.chunk) {
      var streams = (first..<min(first + Self.chunk, count)).map { stream.child($0) }
      let exact = streams.indices.map { proposal.exact(at: cube.point(first + $0)) }
      let whole = exact.map { point($0.values) }
      let centres = try newton?.conditionals(of: whole)
      for i in exact.indices {
        for _ in 0..<copies {
          let (values, logDensity) = rest(of: exact[i].values, centres?[i], using: &streams[i])
          var point = whole[i]
          for (place, value) in zip(density.coordinates.rest, values) { point[place] = value }
          points.append(point)
          proposed.append(exact[i].logDensity + logDensity)
        }
        shares.append(streams[i].uniform())
      }
    }
    let logWeights = zip(logDensities(of: points, proposed), proposed).map { $0 - $1 }
    guard copies > 1 else { return Draws(points: points, weights: ParetoSmoothedWeights(logWeights: logWeights)) }
    var chosen: [[Double]] = []
    var means: [Double] = []
    for draw in 0..<count {
      let own = Array(logWeights[draw * copies..<(draw + 1) * copies])
      let (mean, index) = Self.choice(among: own, share: shares[draw])
      means.append(mean)
      chosen.append(points[draw * copies + index])
    }
    return Draws(points: chosen, weights: ParetoSmoothedWeights(logWeights: means))
  }

  /// ln of the mean weight, and one of them by its share.
  private static func choice(among logWeights: [Double], share: Double) -> (logMean: Double, index: Int) {
    let top = logWeights.max() ?? -.infinity
    guard top > -.infinity else { return (-.infinity, 0) }
    let weights = logWeights.map { Double.exp($0 - top) }
    let total = weights.reduce(0, +)
    var left = share * total
    let index = weights.firstIndex { weight in
      left -= weight
      return left < 0
    }
    return (top + .log(total / Double(weights.count)), index ?? weights.count - 1)
  }

  /// A draw of the rest given the exact coordinates, and ln of its density.
  private func rest(
    of exact: [Double], _ conditional: (mean: [Double], factor: CholeskyFactor)?, using stream: inout RandomStream
  ) -> (values: [Double], logDensity: Double) {
    if let conditional {
      return Self.normal.draw(about: conditional.mean, conditional.factor, lower: lower, upper: upper, using: &stream)
    }
    let (moved, logDensity) = Self.student.draw(propagation.restFactor, using: &stream)
    return (zip(propagation.rest(given: exact), moved).map(+), logDensity)
  }

  /// ln of the density at draws: by the expansion, and without it where that is tried and found wrong.
  private func logDensities(of points: [[Double]], _ proposed: [Double]) -> [Double] {
    let found = density.logDensities(at: points)
    let weights = zip(found, proposed).map { $0 - $1 }
    // At the largest weights an error would count most.
    let tried = weights.indices.filter { weights[$0].isFinite }.sorted { (weights[$1], $0) < (weights[$0], $1) }
      .prefix(Self.tried)
    let error = tried.reduce(0.0) { max($0, abs(density.exactLogDensity(at: points[$1]) - found[$1])) }
    return error > Self.largestError ? points.map(density.exactLogDensity) : found
  }

  /// A point with these exact coordinates, and the rest at its mean.
  private func point(_ exact: [Double]) -> [Double] {
    let coordinates = density.coordinates
    var point = start
    for (i, place) in coordinates.exact.enumerated() {
      if case .logNormal = coordinates.sites[i] { point[place] = .log(exact[i]) } else { point[place] = exact[i] }
    }
    return point
  }
}
