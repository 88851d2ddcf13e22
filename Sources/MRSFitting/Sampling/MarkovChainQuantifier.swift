import MRSCore
import MRSModel
import MRSStatistics

/// The posterior of a spectrum's amounts by Hamiltonian Monte Carlo: the reference for `nlsf` and `map`, and the answer
/// where an amount at zero or a bent ridge makes a standard deviation a poor summary.
///
/// The model, the bounds and the soft constraints are those of ``LeastSquares``, whose estimate the chains begin from; where
/// that fit needed a lineshape of its own, so have the chains. It takes seconds where a fit takes milliseconds.
public struct MarkovChainQuantifier: Quantifier {
  /// The fit that the chains begin from.
  public let start: LeastSquares
  public let prior: AmountPrior
  public let sampler: NoUTurnSampler
  /// True where the noise is integrated out under the prior 1/σ; false to take the fit's estimate as exact.
  public let integratesNoise: Bool
  /// Every spectrum is sampled with these random numbers: its result depends on no other spectrum.
  public let stream: RandomStream

  public var method: String { "mcmc" }
  public var targets: [String] { start.targets }

  public init(
    model: ForwardModel, options: LeastSquaresOptions = .init(), prior: AmountPrior = .flat,
    sampler: NoUTurnSampler.Options = .init(warmup: 400, draws: 500, targetAcceptance: 0.9),
    integratesNoise: Bool = true,
    unit: Quantification.Unit = .arbitrary, stream: RandomStream
  ) {
    // The chains know spectra only.
    var options = options
    options.domain = .frequency
    start = LeastSquares(model: model, options: options, amountPrior: prior, unit: unit)
    self.prior = prior
    self.sampler = NoUTurnSampler(options: sampler)
    self.integratesNoise = integratesNoise
    self.stream = stream
  }

  public func quantify(_ fid: FID) throws -> Quantification { try sample(fid).quantification }

  /// The full result.
  /// - Throws: ``FittingError``, `SamplerError`, `LinearAlgebraError`.
  public func sample(_ fid: FID) throws -> SampledFit {
    let (posterior, fit) = try posterior(of: fid, expecting: nil)
    let chains = try sampler.sample(posterior, from: begin(posterior, fit), stream: stream)
    return try SampledFit(chains, of: posterior, from: fit, method: method)
  }

  /// The same result, chains by `tasks` tasks.
  /// - Throws: as ``sample(_:)``; `CancellationError`.
  public func sample(
    _ fid: FID, expecting lineshape: ExpectedLineshape? = nil, tasks: Int
  ) async throws -> SampledFit {
    let (posterior, fit) = try posterior(of: fid, expecting: lineshape)
    let chains = try await sampler.sample(posterior, from: begin(posterior, fit), stream: stream, tasks: tasks)
    return try SampledFit(chains, of: posterior, from: fit, method: method)
  }

  private func posterior(
    of fid: FID, expecting lineshape: ExpectedLineshape?
  ) throws -> (SpectralPosterior, Fit) {
    let fit = try start.fit(fid, expecting: lineshape)
    let posterior = try SpectralPosterior(
      of: fid, model: start.model, options: start.options, fit: fit, prior: prior,
      noise: integratesNoise ? .integrated : .known)
    return (posterior, fit)
  }

  private func begin(_ posterior: SpectralPosterior, _ fit: Fit) -> [Double] {
    posterior.point(of: fit, naturalWidths: start.model.names.map { start.options.naturalWidths[$0] ?? 0 })
  }
}
