/// A weighted sum of features as log-odds of the positive group.
public struct LinearDiscriminant: Classifier, Hashable, Codable {
  public let name: String
  public let features: [String]
  /// One a feature, in the reciprocal of its unit.
  public let weights: [Double]
  public let intercept: Double

  public init(name: String, features: [String], weights: [Double], intercept: Double) {
    self.name = name
    self.features = features
    self.weights = weights
    self.intercept = intercept
  }

  /// intercept + Σ weight·feature; zero half way between the groups.
  /// - Throws: ``StatisticsError``: features that are missing or not finite.
  public func logOdds(of input: [Double]) throws(StatisticsError) -> Double {
    try StatisticsError.requireCount(input.count, features.count, "the features for '\(name)'")
    try StatisticsError.requireFinite(input, "the features for '\(name)'")
    return zip(weights, input).reduce(intercept) { $0 + $1.0 * $1.1 }
  }

  /// 1/(1 + e^−logOdds).
  public func probability(of input: [Double]) throws -> Double { LogisticModel.logistic(try logOdds(of: input)) }
}
