/// The draws of several Markov chains on one density, and how the sampler fared.
public struct MarkovChains: Hashable, Sendable {
  /// One chain after its warm-up.
  public struct Chain: Hashable, Sendable {
    /// The draws, each of shape (d).
    public let draws: [[Double]]
    /// Transitions whose energy error grew beyond bounds: the chain does not enter some region that it should.
    public let divergences: Int
    /// Transitions cut short at the deepest tree allowed: correct but slow.
    public let depthLimits: Int
    /// The mean acceptance probability along the trajectories; the step size was chosen for the target's.
    public let acceptance: Double
    public let stepSize: Double
    /// Evaluations of the density, warm-up included.
    public let evaluations: Int

    public init(
      draws: [[Double]], divergences: Int, depthLimits: Int, acceptance: Double, stepSize: Double, evaluations: Int
    ) {
      self.draws = draws
      self.divergences = divergences
      self.depthLimits = depthLimits
      self.acceptance = acceptance
      self.stepSize = stepSize
      self.evaluations = evaluations
    }
  }

  public let chains: [Chain]

  public init(chains: [Chain]) { self.chains = chains }

  public var divergences: Int { chains.reduce(0) { $0 + $1.divergences } }
  public var evaluations: Int { chains.reduce(0) { $0 + $1.evaluations } }

  /// A quantity computed from every draw, chain by chain.
  public func map(_ quantity: ([Double]) -> Double) -> [[Double]] { chains.map { $0.draws.map(quantity) } }
}
