import MRSModel
import MRSStatistics

/// What draws from a posterior tell of one amount.
public struct AmountPosterior: Hashable, Sendable, Codable {
  /// The probabilities of ``quantiles``.
  public static let probabilities = [0.05, 0.25, 0.5, 0.75, 0.95]

  public let name: String
  /// In the unit of the quantification, as the other quantities.
  public let mean: Double
  public let standardDeviation: Double
  /// The Monte-Carlo standard error of ``mean``.
  public let meanError: Double
  /// At ``probabilities``.
  public let quantiles: [Double]
  /// Rank-normalised split-R̂ of Markov chains (``ConvergenceDiagnostics``), 1000 at most, since that of chains that stand
  /// still in different places has no end; `nil` for draws that are no chains.
  public let rHat: Double?
  /// Effective sample sizes.
  public let bulkSampleSize: Double
  public let tailSampleSize: Double

  init(
    name: String, mean: Double, standardDeviation: Double, meanError: Double, quantiles: [Double], rHat: Double?,
    bulkSampleSize: Double, tailSampleSize: Double
  ) {
    self.name = name
    self.mean = mean
    self.standardDeviation = standardDeviation
    self.meanError = meanError
    self.quantiles = quantiles
    self.rHat = rHat
    self.bulkSampleSize = bulkSampleSize
    self.tailSampleSize = tailSampleSize
  }

  init(name: String, _ diagnostics: ConvergenceDiagnostics) {
    self.init(
      name: name, mean: diagnostics.mean, standardDeviation: diagnostics.standardDeviation,
      meanError: diagnostics.meanError, quantiles: Self.probabilities.map(diagnostics.quantile),
      rHat: min(diagnostics.rHat, 1000),
      bulkSampleSize: diagnostics.bulkSampleSize, tailSampleSize: diagnostics.tailSampleSize)
  }

  /// The same posterior in another unit.
  public func scaled(by factor: Double) -> AmountPosterior {
    AmountPosterior(
      name: name, mean: factor * mean, standardDeviation: factor * standardDeviation, meanError: factor * meanError,
      quantiles: quantiles.map { factor * $0 }, rHat: rHat, bulkSampleSize: bulkSampleSize,
      tailSampleSize: tailSampleSize)
  }

  /// The same draws with a further uncertainty of the amount in each.
  package func widened(to summary: WeightedSummary) -> AmountPosterior {
    AmountPosterior(
      name: name, mean: summary.mean, standardDeviation: summary.standardDeviation, meanError: meanError,
      quantiles: Self.probabilities.map(summary.quantile), rHat: rHat, bulkSampleSize: bulkSampleSize,
      tailSampleSize: tailSampleSize)
  }

  /// R̂ at most 1.01 and both sample sizes at least 400.
  public var isSettled: Bool { (rHat ?? 1) <= 1.01 && min(bulkSampleSize, tailSampleSize) >= 400 }
}
