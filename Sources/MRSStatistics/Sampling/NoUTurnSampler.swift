import MRSCore
import Numerics

/// Hamiltonian Monte Carlo that ends each trajectory where it turns back: NUTS (Hoffman & Gelman 2014,
/// https://jmlr.org/papers/v15/hoffman14a.html) with multinomial choice of the next draw (Betancourt 2017,
/// arXiv:1701.02434).
///
/// The metric is dense: first that of the density's curvature at its maximum, then the covariance of the draws, drawn
/// towards the metric before, in windows of doubling length; the step size is adapted by dual averaging. All adaptation
/// ends with the warm-up, so that the draws after it are those of one Markov chain. Chain c draws its random numbers from
/// child c of the stream: the result does not depend on how many tasks work.
public struct NoUTurnSampler: Sendable {
  /// How long and how carefully.
  public struct Options: Hashable, Sendable {
    public var chains: Int
    /// Draws a chain that adapt the sampler and are thrown away.
    public var warmup: Int
    /// Draws a chain that are kept.
    public var draws: Int
    /// The acceptance that the step size is adapted to: more means shorter steps, which narrow places need.
    public var targetAcceptance: Double
    /// Trajectories have at most 2^this steps.
    public var maximumDepth: Int

    public init(
      chains: Int = 4, warmup: Int = 500, draws: Int = 1000, targetAcceptance: Double = 0.8, maximumDepth: Int = 10
    ) {
      self.chains = chains
      self.warmup = warmup
      self.draws = draws
      self.targetAcceptance = targetAcceptance
      self.maximumDepth = maximumDepth
    }
  }

  public let options: Options

  /// - Precondition: at least one chain and one draw.
  public init(options: Options = Options()) {
    precondition(options.chains >= 1 && options.warmup >= 0 && options.draws >= 1)
    self.options = options
  }

  /// Draws from `density`, chains one after the other.
  ///
  /// - Parameters:
  ///   - start: a point near a maximum of the density; chain c begins `overdispersion` deviations of the curvature's
  ///     normal density away from that maximum, in a random direction.
  /// - Throws: ``SamplerError/badStart(value:)``; `LinearAlgebraError`.
  public func sample(
    _ density: some LogDensity, from start: [Double], overdispersion: Double = 2, stream: RandomStream
  ) throws -> MarkovChains {
    let mode = try mode(of: density, near: start)
    return MarkovChains(
      chains: try (0..<options.chains).map {
        try chain($0, density, from: mode, overdispersion: overdispersion, stream: stream)
      })
  }

  /// The same draws, chains by `tasks` tasks.
  /// - Throws: as the other; `CancellationError`.
  public func sample(
    _ density: some LogDensity, from start: [Double], overdispersion: Double = 2, stream: RandomStream, tasks: Int
  ) async throws -> MarkovChains {
    let mode = try mode(of: density, near: start)
    return MarkovChains(
      chains: try await (0..<options.chains).concurrentMap(tasks: tasks) {
        try chain($0, density, from: mode, overdispersion: overdispersion, stream: stream)
      })
  }

  private func mode(of density: some LogDensity, near start: [Double]) throws -> DensityMode {
    let value = density.evaluate(start).value
    guard value.isFinite else { throw SamplerError.badStart(value: "\(value)") }
    // Step and width suit variables of about unit scale, as the unbounded ones are.
    return try DensityMode(of: density, near: start, step: 1e-4, widest: 15)
  }

  private func chain(
    _ index: Int, _ density: some LogDensity, from mode: DensityMode, overdispersion: Double, stream: RandomStream
  ) throws -> MarkovChains.Chain {
    var stream = stream.child(index)
    var metric = mode.metric
    var here = HamiltonianState(at: mode.point, density)
    var distance = overdispersion
    let direction = mode.point.map { _ in stream.normal() }
    while distance > 0.01 {
      let moved = zip(mode.point, metric.factor * direction).map { $0 + distance * $1 }
      let there = HamiltonianState(at: moved, density)
      if there.logDensity.isFinite {
        here = there
        break
      }
      distance /= 2
    }

    var trajectory = NoUTurnTrajectory(density: density, metric: metric, maximumDepth: options.maximumDepth)
    let windows = Self.windows(of: options.warmup)
    var step = StepSizeAdaptation(
      initial: trajectory.reasonableStep(at: here, using: &stream), target: options.targetAcceptance)
    var collected: [[Double]] = []
    for iteration in 0..<options.warmup {
      try Task.checkCancellation()
      let moved = trajectory.advance(&here, step: step.stepSize, using: &stream)
      step.learn(moved.acceptance)
      guard let window = windows.first(where: { $0.contains(iteration) }) else { continue }
      collected.append(here.point)
      if iteration == window.upperBound - 1 {
        metric = try Metric(draws: collected, before: metric)
        trajectory.metric = metric
        collected = []
        step = StepSizeAdaptation(
          initial: trajectory.reasonableStep(at: here, using: &stream), target: options.targetAcceptance)
      }
    }

    var draws: [[Double]] = []
    var (divergences, limits, acceptance) = (0, 0, 0.0)
    for _ in 0..<options.draws {
      try Task.checkCancellation()
      let moved = trajectory.advance(&here, step: step.final, using: &stream)
      draws.append(here.point)
      divergences += moved.isDivergent ? 1 : 0
      limits += moved.isDepthLimited ? 1 : 0
      acceptance += moved.acceptance
    }
    return MarkovChains.Chain(
      draws: draws, divergences: divergences, depthLimits: limits, acceptance: acceptance / Double(options.draws),
      stepSize: step.final, evaluations: trajectory.evaluations)
  }

  /// The parts of the warm-up whose draws make a metric, as Stan has them: after a first 15 % and before a last 10 %,
  /// each window twice as long as the one before, the last one taking what is left.
  package static func windows(of warmup: Int) -> [Range<Int>] {
    let end = warmup - warmup / 10
    var begin = warmup * 3 / 20
    var length = max(warmup / 20, 10)
    var windows: [Range<Int>] = []
    while begin + length <= end {
      let isLast = begin + 3 * length > end
      windows.append(begin..<(isLast ? end : begin + length))
      if isLast { break }
      begin += length
      length *= 2
    }
    return windows
  }
}
