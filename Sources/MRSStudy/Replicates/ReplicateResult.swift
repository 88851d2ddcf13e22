import MRSStatistics

/// What one replicate of a virtual study found: a whole cohort at each effect, from scans to test patients, and its controls.
public struct ReplicateResult: Sendable, Codable, Hashable {
  /// What was done to a cohort besides giving it an effect.
  public enum Control: String, Sendable, Codable, CaseIterable {
    case none
    /// Groups were dealt out anew before priors were built: there is nothing left to find.
    case permuted
  }

  /// One rule on the test patients of one cohort.
  public struct Row: Sendable, Codable, Hashable {
    public let effect: Double
    public let control: Control
    public let rule: String
    public let truePositives: Int
    public let positives: Int
    public let trueNegatives: Int
    public let negatives: Int
    /// Under the ROC curve.
    public let area: Double
    /// The mean squared error of the probabilities.
    public let brier: Double
    /// Between the networks of the cCNN: the mean over patients of the deviation of their log-odds; `nil` of other rules.
    public let spread: Double?

    public var correct: Int { truePositives + trueNegatives }
    public var total: Int { positives + negatives }
  }

  /// Whether the alarm was raised, and by which differences.
  public struct Alarm: Sendable, Codable, Hashable {
    /// `nil` where nothing was planted.
    public let planted: PlantedDifference?
    public let raised: [String]
  }

  /// How the prior of one species in one group came out, against the truth.
  public struct PriorRow: Sendable, Codable, Hashable {
    public let effect: Double
    public let group: String
    public let species: String
    /// (estimated − true mean of the logarithm) over the true deviation between patients.
    public let meanError: Double
    /// Estimated over true deviation between patients.
    public let deviationRatio: Double
    /// Whether the 90 % interval of the mean held the truth.
    public let isCovered: Bool
  }

  public let rows: [Row]
  public let alarms: [Alarm]
  public let priors: [PriorRow]
}
