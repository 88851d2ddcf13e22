import Numerics

/// A fitted logistic regression.
public struct LogisticModel: Classifier, Hashable, Codable {
  public let name: String
  public let features: [String]
  public let standardization: Standardization
  /// β₀, on standardised features.
  public let intercept: Double
  /// βⱼ, the change of the log-odds for one standard deviation of a feature.
  public let coefficients: [Double]

  /// 1/(1 + e^−η).
  /// - Throws: ``StatisticsError``: features that are missing or not finite.
  public func probability(of input: [Double]) throws -> Double {
    try StatisticsError.requireCount(input.count, features.count, "the features for '\(name)'")
    try StatisticsError.requireFinite(input, "the features for '\(name)'")
    return Self.logistic(zip(coefficients, standardization(input)).reduce(intercept) { $0 + $1.0 * $1.1 })
  }

  static func logistic(_ eta: Double) -> Double {
    eta >= 0 ? 1 / (1 + Double.exp(-eta)) : Double.exp(eta) / (1 + Double.exp(eta))
  }
}
