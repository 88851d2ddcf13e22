import MRSCore
import MRSModel
import MRSStatistics
import Numerics

/// The posterior of a spectrum's amounts in a fraction of a second: that of ``LeastSquares`` with a log-normal prior,
/// whose mode it begins from, by expectation propagation and importance sampling.
///
/// The data are linearised in the amounts, log-normal priors enter by expectation propagation
/// (``ExpectationPropagation``), draws are made one amount after another (``SequentialProposal``), own shifts and
/// widths of species given the amounts of each draw (``ConditionalNewton``), and weighted by the true density
/// (``PosteriorDensity``), the largest weights smoothed (`ParetoSmoothedWeights`). Where the weights' tail is too heavy
/// to be trusted, k̂ > 0.7, Markov chains draw from the same density, beginning from the likeliest draw; or they do so from
/// the first, as the reference. Every draw has random numbers of its own: the result does not depend on how many tasks work.
public struct PosteriorQuantifier: Quantifier {
  /// What draws.
  public enum Way: Hashable, Sendable {
    /// Weighted draws, or Markov chains where the weights' k̂ is above this.
    case weighted(largestTailIndex: Double)
    /// Markov chains.
    case chains
  }

  /// The fit with the prior.
  public let start: LeastSquares
  /// How many weighted draws.
  public let draws: Int
  /// Of the chains, where they are needed.
  public let sampler: NoUTurnSampler
  public let way: Way
  /// Every spectrum is sampled with these random numbers.
  public let stream: RandomStream

  public var method: String { way == .chains ? "mcmc" : "posterior" }
  public var targets: [String] { start.targets }

  /// - Parameters:
  ///   - fit: with a log-normal prior of the amounts, in the domain of frequency.
  public init(
    _ fit: LeastSquares, draws: Int = 500,
    sampler: NoUTurnSampler.Options = .init(warmup: 200, draws: 250, targetAcceptance: 0.85, maximumDepth: 6),
    way: Way = .weighted(largestTailIndex: ParetoSmoothedWeights.largestTailIndex), stream: RandomStream
  ) {
    start = fit.options.domain == .frequency ? fit : fit.changing { $0.domain = .frequency }
    self.draws = draws
    self.sampler = NoUTurnSampler(options: sampler)
    self.way = way
    self.stream = stream
  }

  public func quantify(_ fid: FID) throws -> Quantification { try sample(fid).quantification }

  /// The full result.
  /// - Throws: ``FittingError``, `SamplerError`, `LinearAlgebraError`.
  public func sample(_ fid: FID, expecting lineshape: ExpectedLineshape? = nil) throws -> PosteriorFit {
    let attempt = try attempt(fid, expecting: lineshape)
    if let found = attempt.result { return found }
    let chains = try sampler.sample(attempt.density, from: attempt.start, stream: stream.child("chains"))
    return try attempt.result(of: chains, method: method)
  }

  /// The same result, chains by `tasks` tasks.
  /// - Throws: as ``sample(_:expecting:)``; `CancellationError`.
  public func sample(
    _ fid: FID, expecting lineshape: ExpectedLineshape? = nil, tasks: Int
  ) async throws -> PosteriorFit {
    let attempt = try attempt(fid, expecting: lineshape)
    if let found = attempt.result { return found }
    let chains = try await sampler.sample(
      attempt.density, from: attempt.start, stream: stream.child("chains"), tasks: tasks)
    return try attempt.result(of: chains, method: method)
  }

  /// The density of a spectrum, and the mode that its draws begin from.
  /// - Throws: as ``sample(_:expecting:)``.
  package func density(
    of fid: FID, expecting lineshape: ExpectedLineshape? = nil
  ) throws -> (density: PosteriorDensity, mode: [Double]) {
    try density(about: start.found(fid, expecting: lineshape).best, prior)
  }

  private var prior: AmountDistribution {
    get throws(FittingError) {
      guard case .logNormal(let prior) = start.amountPrior else { throw .needsLogNormalPrior }
      return prior
    }
  }

  private func density(
    about best: LeastSquares.Estimate, _ prior: AmountDistribution
  ) throws -> (density: PosteriorDensity, mode: [Double]) {
    let setup = best.setup
    let known = try LogNormalPosterior(problem: setup.problem, prior: prior).prior
    let coordinates = PosteriorCoordinates(setup.problem, prior: known, lower: setup.lower, upper: setup.upper)
    let mode = coordinates.clamped(
      best.amounts.map { .log(max($0, .leastNormalMagnitude)) }
        + coordinates.parameters.map { best.end[$0] })
    return (PosteriorDensity(LocalExpansion(setup.problem, at: best.end), coordinates), mode)
  }

  /// What importance sampling found, or where chains are to begin.
  private struct Attempt {
    let fit: Fit
    let density: PosteriorDensity
    /// In the variables of the chains.
    let start: [Double]
    /// k̂ of the weights that could not be trusted; `nil` where none were made.
    let tailIndex: Double?
    let result: PosteriorFit?

    func result(of chains: MarkovChains, method: String) throws -> PosteriorFit {
      try PosteriorFit(
        fit, chains, amounts: { density.amounts(at: density.point(of: $0)) }, tailIndex: tailIndex, method: method)
    }
  }

  private func attempt(_ fid: FID, expecting lineshape: ExpectedLineshape?) throws -> Attempt {
    let prior = try prior
    let (fit, best) = try start.found(fid, expecting: lineshape)
    let (begun, mode) = try density(about: best, prior)
    guard case .weighted(let largestTailIndex) = way else {
      return Attempt(fit: fit, density: begun, start: begun.variables(of: mode), tailIndex: nil, result: nil)
    }
    // What cannot even be approximated is left to the chains.
    let sampler = try? ImportanceSampler(begun, from: mode)
    let drawn = try? sampler.map { try self.drawn(by: $0, fit.baselineSensitivity) }
    let density = sampler?.density ?? begun
    guard let drawn, drawn.all.weights.tailIndex <= largestTailIndex else {
      let likeliest = drawn.flatMap { zip($0.all.points, $0.all.weights.weights).max { $0.1 < $1.1 }?.0 } ?? mode
      return Attempt(
        fit: fit, density: density, start: density.variables(of: likeliest),
        tailIndex: drawn?.all.weights.tailIndex ?? .infinity, result: nil)
    }
    let weights = drawn.all.weights
    let logEvidence = drawn.logEvidence + density.logNormalisation
    let values = Matrix(
      columns: start.model.names.indices.map { k in drawn.all.points.map { Double.exp($0[k]) } })
    let result = PosteriorFit(
      fit, AmountDraws(values: values, weights: weights.weights), sampleSize: weights.effectiveSampleSize,
      sampling: PosteriorSampling(
        sampler: .importance, draws: draws, effectiveSampleSize: weights.effectiveSampleSize,
        tailIndex: weights.tailIndex.isFinite ? weights.tailIndex : nil,
        logEvidence: logEvidence.isFinite ? logEvidence : nil),
      method: method)
    return Attempt(fit: fit, density: density, start: mode, tailIndex: weights.tailIndex, result: result)
  }

  /// Draws over the likeliest baseline and over the others that the fit has tried, each as many as it is likely: a fit's amounts are
  /// averaged over them, and what they differ by is a part of how uncertain an amount is.
  /// - Parameter sampler: over the likeliest baseline.
  /// - Returns: the draws, and ln of the mean weight over the likeliest.
  /// - Throws: `LinearAlgebraError`.
  private func drawn(
    by sampler: ImportanceSampler, _ baselines: BaselineSensitivity?
  ) throws -> (all: ImportanceSampler.Draws, logEvidence: Double) {
    let others = (baselines?.trials ?? []).filter { $0.factor != 1 && $0.weight >= Self.leastShare }
    // The likeliest at the beginning of the search need not be so at its end; some draws are of it all the same.
    let own = max(others.reduce(1) { $0 - $1.weight }, Self.leastShare)
    let total = others.reduce(own) { $0 + $1.weight }
    let counts = others.map { Int((Double(draws) * $0.weight / total).rounded()) }
    let main = try sampler.draw(draws - counts.reduce(0, +), stream: stream)
    var parts = [(draws: main, probability: own / total)]
    for (trial, count) in zip(others, counts) {
      let other = try sampler.density.expanded(about: sampler.start, bending: trial.factor)
      let drawn = try ImportanceSampler(other, from: sampler.start, isMean: true).draw(
        count, stream: stream.child("baseline").child("\(trial.factor)"))
      parts.append((drawn, trial.weight / total))
    }
    return (parts.count > 1 ? ImportanceSampler.Draws(mixing: parts) : main, main.weights.logMean)
  }

  /// The share of probability below which a baseline is not drawn over.
  private static let leastShare = 0.1
}
