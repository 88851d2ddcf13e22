/// The classifiers of a study on the same test subjects.
public struct StudyResult: Hashable, Sendable, Codable {
  /// The group sought, "positive".
  public let positiveGroup: String
  public let negativeGroup: String
  /// The confidence of every interval the study reports.
  public let confidence: Double
  public let classifiers: [ClassifierResult]

  /// - Throws: ``StatisticsError``: a confidence outside 0…1, classifiers that were not tested on the same subjects.
  public init(
    positiveGroup: String, negativeGroup: String, confidence: Double = 0.95, classifiers: [ClassifierResult]
  ) throws(StatisticsError) {
    try ConfidenceInterval.validate(confidence: confidence)
    if let first = classifiers.first {
      let expected = Set(first.scores.map(\.subject))
      for result in classifiers where Set(result.scores.map(\.subject)) != expected {
        throw .countMismatch(
          quantity: "the test subjects that '\(result.classifier)' shares with '\(first.classifier)'",
          found: expected.intersection(result.scores.map(\.subject)).count, expected: expected.count)
      }
    }
    self.positiveGroup = positiveGroup
    self.negativeGroup = negativeGroup
    self.confidence = confidence
    self.classifiers = classifiers
  }
}
