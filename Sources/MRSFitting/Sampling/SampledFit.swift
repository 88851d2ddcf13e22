import MRSCore
import MRSModel
import MRSStatistics

/// A spectrum's posterior as draws, the fit that the chains began from, and the result as every quantifier gives it.
public struct SampledFit: Sendable {
  /// The least-squares fit at the chains' start.
  public let fit: Fit
  /// In the order of the model's species.
  public let posteriors: [AmountPosterior]
  /// The draws of the amounts, shape (chains, draws, K).
  public let amounts: [[[Double]]]
  /// Transitions that diverged, of all chains.
  public let divergences: Int
  /// Evaluations of the density, warm-up included.
  public let evaluations: Int
  /// Mean, standard deviation and covariance of the draws.
  public let quantification: Quantification

  /// Where the draws of an amount are kept as quantiles: every hundredth, and the ends that 2,000 draws still tell.
  private static let probabilities = [0.005] + (1..<100).map { Double($0) / 100 } + [0.995]

  /// - Throws: `SamplerError` for too few draws.
  init(_ chains: MarkovChains, of posterior: SpectralPosterior, from fit: Fit, method: String) throws {
    self.fit = fit
    amounts = chains.chains.map { $0.draws.map { posterior.parameters(at: $0).amounts } }
    divergences = chains.divergences
    evaluations = chains.evaluations
    let start = fit.quantification
    let draws = amounts
    let diagnostics = try start.amounts.indices.map { k in
      try ConvergenceDiagnostics(draws.map { $0.map { $0[k] } })
    }
    posteriors = zip(start.amounts, diagnostics).map { AmountPosterior(name: $0.name, $1) }
    let all = amounts.flatMap(\.self)
    let means = posteriors.map(\.mean)
    let centred = Matrix(columns: means.indices.map { k in all.map { $0[k] - means[k] } })
    var doubts = start.doubts.filter(\.isOfModel)
    doubts += posteriors.filter { !$0.isSettled }.map {
      .notMixed(name: $0.name, rHat: $0.rHat ?? 1, sampleSize: min($0.bulkSampleSize, $0.tailSampleSize))
    }
    if divergences > 0 { doubts.append(.divergences(count: divergences, draws: all.count)) }
    doubts += posteriors.compactMap {
      let percent = 100 * $0.standardDeviation / $0.mean
      return percent > 50 ? .unidentified(name: $0.name, percent: percent) : nil
    }
    quantification = Quantification(
      method: method, unit: start.unit,
      amounts: zip(posteriors, diagnostics).map {
        Amount(
          name: $0.name, value: $0.mean, standardDeviation: $0.standardDeviation, uncertainty: .sampledPosterior,
          distribution: .quantiles(
            probabilities: Self.probabilities, values: Self.probabilities.map($1.quantile)))
      },
      covariance: (1 / Double(all.count - 1)) * centred.transposedTimes(centred), quality: start.quality,
      doubts: doubts, draws: AmountDraws(values: Matrix(columns: means.indices.map { k in all.map { $0[k] } }))
    )
  }
}
