import MRSCore
import MRSModel
import MRSStatistics

/// Markov chains over several baselines as draws of one mixture: each baseline counts as it is likely, however many draws it has.
struct BaselineChains: Sendable {
  /// Chains over one baseline.
  struct Part: Sendable {
    let chains: MarkovChains
    let density: PosteriorDensity
    /// Of this baseline among all.
    let probability: Double

    /// How many draws are evaluated without the expansion.
    private static let tried = 24

    /// The median distance of ln(density/expansion) from its median, over some of the draws: what is the same everywhere changes
    /// nothing.
    fileprivate var scatter: Double {
      let draws = chains.chains.flatMap(\.draws)
      let points = stride(from: 0, to: draws.count, by: max(draws.count / Self.tried, 1)).map {
        density.point(of: draws[$0])
      }
      let errors = zip(points, density.logDensities(at: points)).map { density.exactLogDensity(at: $0) - $1 }
      let middle = errors.median
      return errors.map { abs($0 - middle) }.median
    }

    /// The amounts of every draw, chain by chain.
    fileprivate var amounts: [[[Double]]] {
      chains.chains.map { $0.draws.map { density.amounts(at: density.point(of: $0)) } }
    }
  }

  /// The joint draws, with weights by which each baseline counts as it is likely.
  let draws: AmountDraws
  /// Of the amounts, in their order.
  let posteriors: [AmountPosterior]
  /// Transitions that diverged.
  let divergences: Int
  /// How far the densities that the chains ran over are from the posterior's, the farthest of them.
  let scatter: Double

  /// - Parameters:
  ///   - parts: the likeliest baseline first.
  ///   - names: of the amounts.
  /// - Throws: `SamplerError` for too few draws.
  init(parts: [Part], names: [String]) throws(SamplerError) {
    divergences = parts.reduce(0) { $0 + $1.chains.divergences }
    scatter = parts.map(\.scatter).max() ?? 0
    let found = parts.map(\.amounts)
    let all = found.map { $0.flatMap(\.self) }
    let draws = AmountDraws(
      values: Matrix(columns: names.indices.map { k in all.flatMap { $0.map { $0[k] } } }),
      weights: zip(parts, all).flatMap { part, own in
        [Double](repeating: part.probability / Double(own.count), count: own.count)
      })
    self.draws = draws
    var posteriors: [AmountPosterior] = []
    for k in names.indices {
      var diagnostics: [ConvergenceDiagnostics] = []
      for amounts in found { diagnostics.append(try ConvergenceDiagnostics(amounts.map { $0.map { $0[k] } })) }
      posteriors.append(
        AmountPosterior(
          name: names[k], draws.summary(of: draws.values.column(k)),
          of: zip(diagnostics, parts.map(\.probability)).map { ($0, $1) }))
    }
    self.posteriors = posteriors
  }
}

extension AmountPosterior {
  /// Of a mixture: R̂ is that of the first part, for that of short chains is above 1 by chance; the mean's variance is Σ p²·s²/n of
  /// the parts, and so are sample sizes 1/Σ p²/n: chains that have not mixed are worth few draws.
  fileprivate init(
    name: String, _ summary: WeightedSummary, of parts: [(diagnostics: ConvergenceDiagnostics, probability: Double)]
  ) {
    func combined(_ size: (ConvergenceDiagnostics) -> Double) -> Double {
      1 / parts.reduce(0) { $0 + $1.probability * $1.probability / size($1.diagnostics) }
    }
    let variance = parts.reduce(0.0) { sum, part in
      let error = part.probability * part.diagnostics.meanError
      return sum + error * error
    }
    self.init(
      name: name, mean: summary.mean, standardDeviation: summary.standardDeviation,
      meanError: variance.squareRoot(), quantiles: Self.probabilities.map(summary.quantile),
      rHat: parts.first.map { min($0.diagnostics.rHat, 1000) }, bulkSampleSize: combined(\.bulkSampleSize),
      tailSampleSize: combined(\.tailSampleSize))
  }
}
