/// How well a network told amounts of spectra that it was not trained on, as it was measured when it was made.
///
/// The spectra are drawn as those of the training, so that it says what the network can do where its assumptions hold; what
/// it does elsewhere is in `Documentation/Evaluation.md`.
public struct AccuracyCertificate: Hashable, Sendable, Codable {
  /// One amount.
  public struct Target: Hashable, Sendable, Codable {
    public let name: String
    /// Of the logarithm of the median, with an interval of 95 %; `nil` where a truth is zero.
    public let logRMSE: Double?
    public let logRMSEInterval: [Double]?
    /// mM
    public let rmse: Double
    /// RMSE in mM over the standard deviation of the prior: 1 is what knowing only the prior gives.
    public let rmseOverPrior: Double
    /// How often intervals of 50, 90 and 95 % hold the truth; that of 90 % with its own interval of 95 %.
    public let coverage50: Double
    public let coverage90: Double
    public let coverage90Interval: [Double]
    public let coverage95: Double

    public init(
      name: String, logRMSE: Double?, logRMSEInterval: [Double]?, rmse: Double, rmseOverPrior: Double,
      coverage50: Double, coverage90: Double, coverage90Interval: [Double], coverage95: Double
    ) {
      self.name = name
      self.logRMSE = logRMSE
      self.logRMSEInterval = logRMSEInterval
      self.rmse = rmse
      self.rmseOverPrior = rmseOverPrior
      self.coverage50 = coverage50
      self.coverage90 = coverage90
      self.coverage90Interval = coverage90Interval
      self.coverage95 = coverage95
    }
  }

  /// What the spectra were, in words.
  public let spectra: String
  /// How many.
  public let examples: Int
  /// The share of them that the network doubted by itself: its false alarms.
  public let doubted: Double
  public let targets: [Target]

  public init(spectra: String, examples: Int, doubted: Double, targets: [Target]) {
    self.spectra = spectra
    self.examples = examples
    self.doubted = doubted
    self.targets = targets
  }
}
