/// Where a training is.
public struct TrainingProgress: Hashable, Sendable {
  /// Steps done.
  public let step: Int
  /// Steps to do.
  public let of: Int
  /// Loss of this step's batch.
  public let loss: Double
  /// The validation loss measured after this step; nil when none was.
  public let validationLoss: Double?
}
