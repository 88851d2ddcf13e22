import MRSStatistics

/// How the quantifiers did on held-out synthetic spectra, target by target.
public struct Comparison: Sendable, Codable, Hashable {
  /// One quantifier on one target.
  public struct Method: Sendable, Codable, Hashable {
    public let method: String
    public let agreement: Agreement
    /// RMSE over the root mean square bound of the same spectra (``Target/bound``); `nil` where it is infinite.
    public let errorOverBound: Double?
    /// RMSE over the standard deviation of the prior: 1 is what knowing only the prior gives.
    public let errorOverPrior: Double
  }

  /// One target.
  public struct Target: Sendable, Codable, Hashable {
    public let name: String
    /// The standard deviation of the truth's distribution, mM.
    public let priorDeviation: Double
    /// The root mean square bound at the truth with the fit's soft priors on shifts and widths, mM.
    public let bound: Double?
    public let methods: [Method]
    /// Wilcoxon's signed-rank P of |error| of the qCNN against that of NLSF, and after Holm over all targets.
    public let pValue: Double
    public let adjustedPValue: Double
    /// True when the median |error| of the qCNN is the smaller.
    public let networkIsBetter: Bool
    /// The same against the maximum a posteriori fit with the same prior.
    public let adjustedPValueAgainstMAP: Double
    public let networkIsBetterThanMAP: Bool
  }

  public let examples: Int
  public let targets: [Target]
}
