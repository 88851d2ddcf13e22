/// How the loss went during a training.
public struct TrainingCurve: Codable, Hashable, Sendable {
  /// The loss at one step.
  public struct Point: Codable, Hashable, Sendable {
    /// Steps done.
    public let step: Int
    /// Mean loss of the batches since the previous point.
    public let trainingLoss: Double
    /// Mean loss of all validation examples; nil when there are none.
    public let validationLoss: Double?
    public let learningRate: Double
  }

  public internal(set) var points: [Point] = []

  /// The point of the smallest validation loss, whose weights training returns.
  public var best: Point? {
    points.filter { $0.validationLoss != nil }
      .min { ($0.validationLoss ?? .infinity) < ($1.validationLoss ?? .infinity) }
  }
}
