import MRSStatistics

/// What Markov chains tell of one amount.
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
  /// Rank-normalised split-R̂ and effective sample sizes (``ConvergenceDiagnostics``).
  public let rHat: Double
  public let bulkSampleSize: Double
  public let tailSampleSize: Double

  init(name: String, _ diagnostics: ConvergenceDiagnostics) {
    self.name = name
    mean = diagnostics.mean
    standardDeviation = diagnostics.standardDeviation
    meanError = diagnostics.meanError
    quantiles = Self.probabilities.map(diagnostics.quantile)
    rHat = diagnostics.rHat
    bulkSampleSize = diagnostics.bulkSampleSize
    tailSampleSize = diagnostics.tailSampleSize
  }

  /// R̂ at most 1.01 and both sample sizes at least 400.
  public var isSettled: Bool { rHat <= 1.01 && min(bulkSampleSize, tailSampleSize) >= 400 }
}
