/// What redrawing the sample says of a statistic.
public struct BootstrapInterval: Hashable, Sendable, Codable {
  /// The interval about the statistic of the sample as it is; `nil` where every redrawn sample gives the same value: a
  /// sample that shows no scatter says nothing of its own, and an interval without width would claim certainty.
  public let interval: ConfidenceInterval?
  /// The statistic of the sample as it is.
  public let estimate: Double
  /// The standard deviation over redrawn samples.
  public let standardError: Double
  /// The mean over redrawn samples less the estimate.
  public let bias: Double
  /// How many redrawn samples had the statistic.
  public let replicates: Int
  /// In how many it was not defined, as an area under the ROC curve of one class; they are left out.
  public let undefined: Int
}
