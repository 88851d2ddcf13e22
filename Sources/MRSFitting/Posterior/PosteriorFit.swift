import MRSCore
import MRSModel
import MRSStatistics

/// A spectrum's posterior as weighted draws, the fit that they began from, and the result as every quantifier gives it.
public struct PosteriorFit: Sendable {
  /// The fit at the mode.
  public let fit: Fit
  /// In the order of the model's species.
  public let posteriors: [AmountPosterior]
  public let sampling: PosteriorSampling
  /// Mean, standard deviation, covariance and joint draws.
  public let quantification: Quantification

  /// What ln p of an approximation may scatter by: weights of importance draws do so by one to three.
  private static let largestScatter = 0.5

  /// Of importance draws.
  init(
    _ fit: Fit, _ draws: AmountDraws, sampleSize: Double, sampling: PosteriorSampling, method: String
  ) {
    let summaries = Self.summaries(of: draws)
    let names = fit.quantification.amounts.map(\.name)
    self.init(
      fit, draws, summaries: summaries,
      posteriors: zip(names, summaries).map { name, summary in
        AmountPosterior(
          name: name, mean: summary.mean, standardDeviation: summary.standardDeviation,
          meanError: summary.standardDeviation / sampleSize.squareRoot(),
          quantiles: AmountPosterior.probabilities.map(summary.quantile), rHat: nil, bulkSampleSize: sampleSize,
          tailSampleSize: sampleSize)
      }, sampling: sampling, method: method, uncertainty: .weightedPosterior, doubts: [])
  }

  /// Of Markov chains.
  /// - Parameter tailIndex: of the importance weights that could not be trusted; `nil` where chains were asked for.
  init(_ fit: Fit, _ chains: BaselineChains, tailIndex: Double?, method: String) {
    let posteriors = chains.posteriors
    let count = chains.draws.values.rows
    let least = posteriors.map { min($0.bulkSampleSize, $0.tailSampleSize) }.min() ?? 0
    var doubts: [Doubt] = tailIndex.map { [.heavyTailedWeights(tailIndex: $0)] } ?? []
    doubts += posteriors.filter { !$0.isSettled }.map {
      .notMixed(name: $0.name, rHat: $0.rHat ?? 1, sampleSize: min($0.bulkSampleSize, $0.tailSampleSize))
    }
    if !(chains.scatter <= Self.largestScatter) { doubts.append(.inexactDensity(scatter: chains.scatter)) }
    if chains.divergences > 0 { doubts.append(.divergences(count: chains.divergences, draws: count)) }
    self.init(
      fit, chains.draws, summaries: Self.summaries(of: chains.draws), posteriors: posteriors,
      sampling: PosteriorSampling(
        sampler: .chains, draws: count, effectiveSampleSize: least,
        tailIndex: tailIndex.flatMap { $0.isFinite ? $0 : nil }, logEvidence: nil),
      method: method, uncertainty: .sampledPosterior, doubts: doubts)
  }

  private static func summaries(of draws: AmountDraws) -> [WeightedSummary] {
    (0..<draws.values.columns).map { draws.summary(of: draws.values.column($0)) }
  }

  private init(
    _ fit: Fit, _ draws: AmountDraws, summaries: [WeightedSummary], posteriors: [AmountPosterior],
    sampling: PosteriorSampling, method: String, uncertainty: Amount.UncertaintyKind, doubts: [Doubt]
  ) {
    self.fit = fit
    self.posteriors = posteriors
    self.sampling = sampling
    let start = fit.quantification
    let amounts = zip(start.amounts, summaries).map { $1.amount($0.name, uncertainty: uncertainty) }
    let kept = start.doubts.filter(\.isOfModel)
    quantification = Quantification(
      method: method, unit: start.unit, amounts: amounts, covariance: draws.covariance, quality: start.quality,
      doubts: kept + doubts + Doubt.about(amounts), draws: draws)
  }
}
