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
/// to be trusted, k̂ > 0.7, Markov chains draw from the same densities, beginning from the likeliest draw; or they do so from
/// the first, as the reference. Every draw has random numbers of its own: the result does not depend on how many tasks work.
public struct PosteriorQuantifier: Quantifier {
  /// What draws.
  public enum Way: Hashable, Sendable {
    /// Weighted draws, or Markov chains where the weights' k̂ is above this.
    case weighted(largestTailIndex: Double)
    /// Markov chains.
    case chains
  }

  /// So many that 95 of 100 means are within a tenth of their deviations (Documentation/Decisions/0017).
  public static let usualDraws = 2000

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
    _ fit: LeastSquares, draws: Int = Self.usualDraws,
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
    let parts = try runs(of: attempt).map { run in
      BaselineChains.Part(
        chains: try run.sampler.sample(run.density, from: attempt.start, stream: run.stream), density: run.density,
        probability: run.probability)
    }
    return attempt.result(of: try BaselineChains(parts: parts, names: targets), method: method)
  }

  /// The same result, chains by `tasks` tasks.
  /// - Throws: as ``sample(_:expecting:)``; `CancellationError`.
  public func sample(
    _ fid: FID, expecting lineshape: ExpectedLineshape? = nil, tasks: Int
  ) async throws -> PosteriorFit {
    let attempt = try attempt(fid, expecting: lineshape)
    if let found = attempt.result { return found }
    var parts: [BaselineChains.Part] = []
    for run in try runs(of: attempt) {
      let chains = try await run.sampler.sample(run.density, from: attempt.start, stream: run.stream, tasks: tasks)
      parts.append(BaselineChains.Part(chains: chains, density: run.density, probability: run.probability))
    }
    return attempt.result(of: try BaselineChains(parts: parts, names: targets), method: method)
  }

  /// Chains over one baseline.
  private struct Run {
    let sampler: NoUTurnSampler
    let density: PosteriorDensity
    let probability: Double
    let stream: RandomStream
  }

  /// Over the likeliest baseline, then over the others with as many draws as they are likely beside it.
  private func runs(of attempt: Attempt) throws -> [Run] {
    let stream = stream.child("chains")
    let main = attempt.density
    guard let (own, others) = attempt.fit.baselineSensitivity?.likely(share: Self.leastShare) else {
      return [Run(sampler: sampler, density: main, probability: 1, stream: stream)]
    }
    return try [Run(sampler: sampler, density: main, probability: own, stream: stream)]
      + others.map { factor, probability in
        var options = sampler.options
        // They begin where the likeliest's are, with the metric of their own maximum.
        options.warmup = (options.warmup + 1) / 2
        let share = Int((Double(options.draws) * probability / own).rounded())
        options.draws = min(options.draws, max(Self.leastDraws, share))
        return Run(
          sampler: NoUTurnSampler(options: options),
          density: try main.bending(by: factor), probability: probability,
          stream: stream.child("baseline").child("\(factor)"))
      }
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

    func result(of chains: BaselineChains, method: String) -> PosteriorFit {
      PosteriorFit(fit, chains, tailIndex: tailIndex, method: method)
    }
  }

  private func attempt(_ fid: FID, expecting lineshape: ExpectedLineshape?) throws -> Attempt {
    let prior = try prior
    let (fit, best) = try start.found(fid, expecting: lineshape)
    let (begun, mode) = try density(about: best, prior)
    // What cannot even be approximated is left to the chains. They too need the expansion about the mean: far from the mode that about
    // it is another density.
    let sampler = try? ImportanceSampler(begun, from: mode)
    let density = sampler?.density ?? begun
    guard case .weighted(let largestTailIndex) = way else {
      return Attempt(
        fit: fit, density: density, start: density.variables(of: sampler?.start ?? mode), tailIndex: nil, result: nil)
    }
    let drawn = try? sampler.map { try self.drawn(by: $0, fit.baselineSensitivity) }
    guard let drawn, drawn.all.weights.tailIndex <= largestTailIndex else {
      let likeliest = drawn.flatMap { zip($0.all.points, $0.all.pointWeights).max { $0.1 < $1.1 }?.0 } ?? mode
      return Attempt(
        fit: fit, density: density, start: density.variables(of: likeliest),
        tailIndex: drawn?.all.weights.tailIndex ?? .infinity, result: nil)
    }
    let weights = drawn.all.weights
    let logEvidence = drawn.logEvidence + density.logNormalisation
    let values = Matrix(
      columns: start.model.names.indices.map { k in drawn.all.points.map { Double.exp($0[k]) } })
    let result = PosteriorFit(
      fit, AmountDraws(values: values, weights: drawn.all.pointWeights), sampleSize: weights.effectiveSampleSize,
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
    let (own, others) = baselines?.likely(share: Self.leastShare) ?? (1, [])
    let counts = others.map { Int((Double(draws) * $0.probability).rounded()) }
    let main = try sampler.draw(draws - counts.reduce(0, +), stream: stream)
    var parts = [(draws: main, probability: own)]
    for (trial, count) in zip(others, counts) {
      let other = try sampler.density.bending(by: trial.factor)
      let drawn = try ImportanceSampler(other, from: sampler.start, isMean: true).draw(
        count, stream: stream.child("baseline").child("\(trial.factor)"))
      parts.append((drawn, trial.probability))
    }
    return (parts.count > 1 ? ImportanceSampler.Draws(mixing: parts) : main, main.weights.logMean)
  }

  /// The share of probability below which a baseline is not drawn over, and how many draws a chain over a less likely one has
  /// at least, for its own mixing to be told.
  private static let leastShare = 0.1
  private static let leastDraws = 100
}
