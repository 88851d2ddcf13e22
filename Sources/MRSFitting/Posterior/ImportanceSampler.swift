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
  let start: [Double]
  /// The rest's ends, in its order.
  private let lower: [Double]
  private let upper: [Double]

  /// The draws, logarithms of amounts and nonlinear parameters, and their weights.
  package struct Draws: Sendable {
    /// One or several of each draw, as many of all: what its rest may be.
    package let points: [[Double]]
    /// Of each point the share of its draw's weight.
    private let shares: [Double]
    /// Of each point the number of its draw.
    private let owners: [Int]
    /// ln of density over proposal of each draw, before they are smoothed.
    package let logWeights: [Double]
    /// Of the draws.
    package let weights: ParetoSmoothedWeights

    /// Of the points, adding to one.
    package var pointWeights: [Double] { zip(owners, shares).map { weights.weights[$0] * $1 } }

    /// - Parameters:
    ///   - points: those of one draw after those of another, as many of each.
    ///   - shares: adding to one for each draw.
    fileprivate init(points: [[Double]], shares: [Double], logWeights: [Double]) {
      let each = logWeights.isEmpty ? 1 : points.count / logWeights.count
      self.init(points: points, shares: shares, owners: points.indices.map { $0 / each }, logWeights: logWeights)
    }

    private init(points: [[Double]], shares: [Double], owners: [Int], logWeights: [Double]) {
      self.points = points
      self.shares = shares
      self.owners = owners
      self.logWeights = logWeights
      weights = ParetoSmoothedWeights(logWeights: logWeights)
    }

    /// Draws of several densities as those of one mixture.
    /// - Parameter parts: with the probability of each.
    init(mixing parts: [(draws: Draws, probability: Double)]) {
      let count = Double(parts.reduce(0) { $0 + $1.draws.logWeights.count })
      var owners: [Int] = []
      var before = 0
      for part in parts {
        owners += part.draws.owners.map { before + $0 }
        before += part.draws.logWeights.count
      }
      self.init(
        points: parts.flatMap(\.draws.points), shares: parts.flatMap(\.draws.shares), owners: owners,
        logWeights: parts.flatMap { draws, probability in
          // Each part's weights add up to its probability.
          let share = Double.log(probability * count / Double(draws.logWeights.count)) - draws.weights.logMean
          return draws.logWeights.map { $0 + share }
        })
    }
  }

  /// Of few dimensions a wide tail costs little.
  private static let student = StudentProposal(degrees: 12, widening: 1.03)
  private static let normal = TruncatedProposal(widening: 1)

  /// How many draws of the rest share a draw's weight, by their density: amounts of fat are among them, and a normal in logarithms is
  /// not skewed where they are small.
  private static let restDraws = 3
  /// Draws at a time, for which matrices are multiplied together.
  private static let chunk = 32
  /// How many draws are tried without the expansion, and what its ln p may be wrong by; beyond, all are. The logarithms
  /// of weights scatter by one to three.
  private static let tried = 4
  private static let largestError = 0.5

  /// - Parameters:
  ///   - start: near the mode.
  ///   - isMean: whether it is the mean already, about which the density is expanded.
  /// - Throws: `LinearAlgebraError`.
  package init(
    _ density: PosteriorDensity, from start: [Double], isMean: Bool = false
  ) throws(LinearAlgebraError) {
    var (density, start) = (density, start)
    var propagation = try Self.propagation(density, from: start)
    start = propagation.start
    if density.coordinates.hasOwn, !isMean {
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
  /// Where the rest has own shifts and widths its integral is Laplace's, about its place given the exact coordinates: the weight
  /// is the density there over that of the normal conditional, of which the rest is then drawn, several times. Without
  /// own shifts and widths that is done only where a rest that is linear in the exact coordinates gives weights that cannot be
  /// trusted, as of fat at an SNR of ten thousands.
  /// - Throws: `LinearAlgebraError`.
  package func draw(_ count: Int, stream: RandomStream) throws(LinearAlgebraError) -> Draws {
    if !density.coordinates.hasOwn {
      let draws = try draw(count, newton: nil, stream: stream)
      if draws.weights.tailIndex <= ParetoSmoothedWeights.largestTailIndex { return draws }
    }
    return try draw(count, newton: ConditionalNewton(density, from: start), stream: stream)
  }

  /// - Parameter newton: where each draw's rest lies; `nil` for what is linear in the exact coordinates.
  private func draw(
    _ count: Int, newton: ConditionalNewton?, stream: RandomStream
  ) throws(LinearAlgebraError) -> Draws {
    var starts = stream.child("cube")
    let cube = EvenPoints(dimensions: proposal.count, using: &starts)
    // For each draw: where it is weighed, and what its rest may be.
    var weighed: [[Double]] = []
    var proposed: [Double] = []
    var candidates: [[Double]] = []
    var logDensities: [Double] = []
    let skew = try newton?.skew() ?? []
    for first in stride(from: 0, to: count, by: Self.chunk) {
      var streams = (first..<min(first + Self.chunk, count)).map { stream.child($0) }
      let exact = streams.indices.map { proposal.exact(at: cube.point(first + $0)) }
      let whole = exact.map { point($0.values) }
      let centres = try newton?.conditionals(of: whole)
      for i in exact.indices {
        func with(_ rest: [Double]) -> [Double] {
          var point = whole[i]
          for (place, value) in zip(density.coordinates.rest, rest) { point[place] = value }
          return point
        }
        let weighing: (values: [Double], logDensity: Double)
        if let centre = centres?[i] {
          weighing = Self.normal.middle(about: centre.mean, centre.factor, lower: lower, upper: upper)
          let mean = zip(centre.mean, skew).map(+)
          for _ in 0..<Self.restDraws {
            let drawn = Self.normal.draw(
              about: mean, centre.factor, lower: lower, upper: upper, using: &streams[i])
            candidates.append(with(drawn.values))
            logDensities.append(drawn.logDensity)
          }
        } else {
          let (moved, logDensity) = Self.student.draw(propagation.restFactor, using: &streams[i])
          weighing = (zip(propagation.rest(given: exact[i].values), moved).map(+), logDensity)
        }
        weighed.append(with(weighing.values))
        proposed.append(exact[i].logDensity + weighing.logDensity)
      }
    }
    let logWeights = zip(self.logDensities(of: weighed, proposed), proposed).map { $0 - $1 }
    guard newton != nil else {
      return Draws(points: weighed, shares: weighed.map { _ in 1 }, logWeights: logWeights)
    }
    let likelihoods = zip(density.logDensities(at: candidates), logDensities).map { $0 - $1 }
    let shares = (0..<count).flatMap { Self.shares(of: likelihoods[$0 * Self.restDraws..<($0 + 1) * Self.restDraws]) }
    return Draws(points: candidates, shares: shares, logWeights: logWeights)
  }

  /// Of some weights, adding to one.
  private static func shares(of logWeights: ArraySlice<Double>) -> [Double] {
    let top = logWeights.max() ?? -.infinity
    guard top > -.infinity else { return logWeights.map { _ in 1 / Double(logWeights.count) } }
    let weights = logWeights.map { Double.exp($0 - top) }
    let total = weights.reduce(0, +)
    return weights.map { $0 / total }
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
