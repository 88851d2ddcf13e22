/// An estimate with its confidence interval.
public struct ConfidenceInterval: Hashable, Sendable, Codable {
  public let estimate: Double
  public let lower: Double
  public let upper: Double
  /// The nominal coverage, between 0 and 1.
  public let confidence: Double

  public init(estimate: Double, lower: Double, upper: Double, confidence: Double) {
    self.estimate = estimate
    self.lower = lower
    self.upper = upper
    self.confidence = confidence
  }

  /// True where `value` lies in the interval, ends included.
  public func contains(_ value: Double) -> Bool { lower <= value && value <= upper }
}

extension ConfidenceInterval {
  /// - Throws: ``StatisticsError/outOfRange(quantity:value:expected:)`` unless 0 < `confidence` < 1.
  static func validate(confidence: Double) throws(StatisticsError) {
    guard confidence > 0, confidence < 1 else {
      throw .outOfRange(quantity: "the confidence", value: confidence, expected: "between 0 and 1, such as 0.95")
    }
  }
}
