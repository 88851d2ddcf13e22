/// A number that says how well scores tell the positive group.
public struct ClassifierMeasure: Sendable {
  /// For tables: `"AUC"`, `"accuracy"`.
  public let name: String
  /// `nil` where the measure is not defined, as an area of one class.
  public let value: @Sendable ([SubjectScore]) -> Double?

  public init(name: String, value: @escaping @Sendable ([SubjectScore]) -> Double?) {
    self.name = name
    self.value = value
  }

  /// The area under the ROC curve.
  public static let area = ClassifierMeasure(name: "AUC") { scores in
    try? ROCPlacements(scores: scores.map(\.score), isPositive: scores.map(\.isPositive)).area
  }

  /// The share of right calls at a threshold that was fixed before.
  public static func accuracy(threshold: Double = 0.5) -> ClassifierMeasure {
    ClassifierMeasure(name: "accuracy") { scores in
      guard !scores.isEmpty else { return nil }
      return Double(scores.count { ($0.score >= threshold) == $0.isPositive }) / Double(scores.count)
    }
  }

  /// The mean of (probability − outcome)², 0.25 for a coin that knows it.
  public static let brier = ClassifierMeasure(name: "Brier score") { scores in
    guard !scores.isEmpty else { return nil }
    let sum = scores.reduce(0.0) { sum, score in
      let error = score.score - (score.isPositive ? 1 : 0)
      return sum + error * error
    }
    return sum / Double(scores.count)
  }
}
