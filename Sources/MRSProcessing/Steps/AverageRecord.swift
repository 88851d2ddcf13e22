import MRSCore

/// What a step did with the averages of a scan or of its water.
public struct AverageRecord: Hashable, Sendable, Codable {
  /// An average that was left out, and why.
  public struct Rejection: Hashable, Sendable, Codable {
    /// From 0, among the averages that came into the step.
    public let index: Int
    public let reason: OutlierRejection.Reason
  }

  /// How many came out of the step, or into the mean.
  public let used: Int
  /// How many came into it.
  public let total: Int
  public let rejected: [Rejection]
  /// One an average that came out; empty for steps that move none.
  public let corrections: [SpectralRegistration.Correction]

  init(
    used: Int, of total: Int, rejected: [Rejection] = [], corrections: [SpectralRegistration.Correction] = []
  ) {
    self.used = used
    self.total = total
    self.rejected = rejected
    self.corrections = corrections
  }
}
