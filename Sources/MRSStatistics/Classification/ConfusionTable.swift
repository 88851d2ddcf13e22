/// Counts of what a classifier said against what was so; "positive" is the group sought (HCC).
public struct ConfusionTable: Hashable, Sendable, Codable {
  public let truePositives: Int
  public let falseNegatives: Int
  public let trueNegatives: Int
  public let falsePositives: Int

  /// - Throws: ``StatisticsError/outOfRange(quantity:value:expected:)`` for a negative count.
  public init(
    truePositives: Int, falseNegatives: Int, trueNegatives: Int, falsePositives: Int
  ) throws(StatisticsError) {
    for count in [truePositives, falseNegatives, trueNegatives, falsePositives] where count < 0 {
      throw .outOfRange(quantity: "a count of a confusion table", value: Double(count), expected: "at least 0")
    }
    self.truePositives = truePositives
    self.falseNegatives = falseNegatives
    self.trueNegatives = trueNegatives
    self.falsePositives = falsePositives
  }

  /// The table of calls against truths, case by case.
  /// - Throws: ``StatisticsError/countMismatch(quantity:found:expected:)``.
  public init(called: [Bool], isPositive: [Bool]) throws(StatisticsError) {
    try StatisticsError.requireCount(called.count, isPositive.count, "the calls of a classifier")
    let pairs = zip(called, isPositive)
    truePositives = pairs.count { $0 && $1 }
    falseNegatives = pairs.count { !$0 && $1 }
    trueNegatives = pairs.count { !$0 && !$1 }
    falsePositives = pairs.count { $0 && !$1 }
  }

  public var positives: Int { truePositives + falseNegatives }
  public var negatives: Int { trueNegatives + falsePositives }
  public var total: Int { positives + negatives }
  public var correct: Int { truePositives + trueNegatives }

  /// TP/(TP + FN) with its exact interval; `nil` without positive cases.
  public func sensitivity(confidence: Double = 0.95) throws(StatisticsError) -> ConfidenceInterval? {
    try proportion(truePositives, of: positives, confidence)
  }

  /// TN/(TN + FP) with its exact interval; `nil` without negative cases.
  public func specificity(confidence: Double = 0.95) throws(StatisticsError) -> ConfidenceInterval? {
    try proportion(trueNegatives, of: negatives, confidence)
  }

  /// (TP + TN)/all with its exact interval; `nil` without cases.
  public func accuracy(confidence: Double = 0.95) throws(StatisticsError) -> ConfidenceInterval? {
    try proportion(correct, of: total, confidence)
  }

  /// The mean of sensitivity and specificity, 0.5 for guessing whatever the sizes of the classes; `nil` unless both
  /// classes have cases.
  public var balancedAccuracy: Double? {
    guard positives > 0, negatives > 0 else { return nil }
    return (Double(truePositives) / Double(positives) + Double(trueNegatives) / Double(negatives)) / 2
  }

  private func proportion(
    _ successes: Int, of trials: Int, _ confidence: Double
  ) throws(StatisticsError) -> ConfidenceInterval? {
    try ConfidenceInterval.validate(confidence: confidence)
    guard trials > 0 else { return nil }
    return try BinomialInterval.clopperPearson(successes: successes, trials: trials, confidence: confidence)
  }
}
