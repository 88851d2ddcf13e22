import MRSCore
import MRSFitting
import MRSModel
import MRSProcessing
import MRSStatistics

/// What a fit or draws from the posterior found in one FID.
struct AmountEstimate: Sendable {
  let quantification: Quantification
  /// The fit itself, or that which the draws began from.
  let fit: Fit
  let posteriors: [AmountPosterior]
  /// How draws were made; `nil` for a fit.
  let sampling: PosteriorSampling?
  /// In words.
  let method: String

  /// - Parameters:
  ///   - source: of the prior, in words; empty where it needs none.
  ///   - draws: from the posterior, or that each Markov chain keeps; `nil` for the usual number.
  ///   - stream: of the chains.
  /// - Throws: `FittingError`, `SamplerError`, `LinearAlgebraError`.
  init(
    _ signal: ScaledSignal, by fitter: LeastSquares, expecting lineshape: ExpectedLineshape?,
    method: QuantifyRequest.Method, source: String, draws: Int?, stream: RandomStream, tasks: Int
  ) async throws {
    let fid = signal.fid
    let prior = fitter.amountPrior
    if method == .posterior {
      let sampled = try await PosteriorQuantifier(
        fitter, draws: draws ?? PosteriorQuantifier.usualDraws, stream: stream
      ).sample(fid, expecting: lineshape, tasks: tasks)
      fit = sampled.fit
      quantification = sampled.quantification
      posteriors = sampled.posteriors
      sampling = sampled.sampling
      self.method = "posterior by \(sampled.sampling.words), \(Self.words(prior))\(source)"
      return
    }
    guard method == .mcmc else {
      sampling = nil
      fit = try fitter.fit(fid, expecting: lineshape)
      quantification = fit.quantification
      posteriors = []
      let name = method == .map ? "maximum a posteriori (MAP)" : "nonlinear least squares (NLSF)"
      self.method = name + (prior == .flat ? "" : ", \(Self.words(prior))\(source)")
      return
    }
    sampling = nil
    let kept = draws ?? Self.usualChainDraws
    let chains = NoUTurnSampler.Options(warmup: kept * 4 / 5, draws: kept, targetAcceptance: 0.9)
    self.method = "posterior by \(chains.chains) Markov chains of \(kept) draws (NUTS), \(Self.words(prior))\(source)"
    if case .logNormal = prior {
      // The density whose mode `map` reports, errors of shape included.
      let sampled = try await PosteriorQuantifier(fitter, sampler: chains, way: .chains, stream: stream).sample(
        fid, expecting: lineshape, tasks: tasks)
      fit = sampled.fit
      quantification = sampled.quantification
      posteriors = sampled.posteriors
      return
    }
    let sampled = try await MarkovChainQuantifier(
      model: fitter.model, options: fitter.options, prior: prior, sampler: chains, unit: fitter.unit, stream: stream
    ).sample(fid, expecting: lineshape, tasks: tasks)
    fit = sampled.fit
    quantification = sampled.quantification
    posteriors = sampled.posteriors
  }

  private static let usualChainDraws = 500

  /// What is known of the amounts, in words.
  private static func words(_ prior: AmountPrior) -> String {
    switch prior {
    case .flat: "amounts from zero on as likely"
    case .normal: "normal priors of amounts"
    case .ratios(let ratios): "soft priors on ratios of amounts (\(ratios.map(\.name).joined(separator: ", ")))"
    case .logNormal: "log-normal prior of amounts"
    }
  }
}
