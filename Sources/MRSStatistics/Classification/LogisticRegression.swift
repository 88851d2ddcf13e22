/// Learns a ridge-penalised logistic regression on standardised features: the yardstick for every other classifier,
/// and, on nuisances alone (linewidth, SNR, fat), the test of what they give away.
///
/// Minimises −Σ(y·η − log(1 + e^η)) + (λ/2)·Σβⱼ², η = β₀ + Σβⱼzⱼ, the intercept β₀ free, by Newton's method with halved
/// steps (le Cessie & van Houwelingen 1992, doi:10.2307/2347628). The penalty
/// makes the minimum unique and finite even for separable classes, so the result depends on the examples only.
public struct LogisticRegression: ClassifierTrainer, Hashable {
  public let name: String
  /// The names of the features, in order.
  public let features: [String]
  /// λ; 1 corresponds to independent standard normal priors on the coefficients.
  public let penalty: Double

  /// - Throws: ``StatisticsError/outOfRange(quantity:value:expected:)`` unless the penalty is positive.
  public init(name: String, features: [String], penalty: Double = 1) throws(StatisticsError) {
    guard penalty > 0, penalty.isFinite else {
      throw .outOfRange(quantity: "the ridge penalty", value: penalty, expected: "positive")
    }
    self.name = name
    self.features = features
    self.penalty = penalty
  }

  public func trained(on examples: [LabelledExample<[Double]>]) throws -> any Classifier<[Double]> {
    try model(of: examples)
  }

  /// The fitted model.
  /// - Throws: ``StatisticsError``: one class only, features that are missing or not finite, no convergence.
  public func model(of examples: [LabelledExample<[Double]>]) throws(StatisticsError) -> LogisticModel {
    let positives = examples.count { $0.isPositive }
    guard positives > 0, positives < examples.count else {
      throw .oneClassOnly(
        quantity: "the training of '\(name)'", positives: positives, negatives: examples.count - positives)
    }
    for example in examples {
      try StatisticsError.requireCount(
        example.input.count, features.count, "the features of subject '\(example.subject)' for '\(name)'")
    }
    let standardization = try Standardization(rows: examples.map(\.input))
    let fit = try LogisticFit(
      LogisticFit.Problem(
        design: examples.map { [1] + standardization($0.input) }, targets: examples.map { $0.isPositive ? 1 : 0 },
        penalties: [0] + [Double](repeating: penalty, count: features.count)),
      name: "the logistic regression '\(name)'")
    return LogisticModel(
      name: name, features: features, standardization: standardization, intercept: fit.weights[0],
      coefficients: Array(fit.weights[1...]))
  }
}
