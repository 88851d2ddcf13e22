/// Learns the threshold of a score that was named before the study: a weighted sum of features, higher in the positive
/// group.
///
/// Only the threshold is taken from the training patients, half way between the groups' means; the weights, and that
/// higher means positive, are not. The log-odds are (s − threshold)·|mean₊ − mean₋|/s², s² the pooled variance: those of
/// two normal groups. Where the training patients show no difference they are flat but keep the score's order.
public struct PrespecifiedScore: ClassifierTrainer, Hashable {
  public let name: String
  /// The names of the features, in order.
  public let features: [String]
  /// One a feature; 0 for those that the score leaves out.
  public let weights: [Double]

  /// The least difference of means, in pooled deviations, for which log-odds are given.
  private static let leastDifference = 1e-3

  /// - Parameter terms: the weight of each feature that the score has.
  /// - Throws: ``StatisticsError/outOfRange(quantity:value:expected:)`` for a term that is no feature or whose weight is
  ///   not finite; ``StatisticsError/tooFew(quantity:found:needed:)`` for no terms.
  public init(name: String, features: [String], terms: [String: Double]) throws(StatisticsError) {
    guard terms.contains(where: { $0.value != 0 }) else {
      throw .tooFew(quantity: "the terms of the score '\(name)'", found: 0, needed: 1)
    }
    for (term, weight) in terms.sorted(by: { $0.key < $1.key }) {
      guard features.contains(term) else {
        throw .unknownFeature(score: name, feature: term, known: features)
      }
      guard weight.isFinite else {
        throw .outOfRange(quantity: "the weight of '\(term)' in '\(name)'", value: weight, expected: "finite")
      }
    }
    self.name = name
    self.features = features
    weights = features.map { terms[$0] ?? 0 }
  }

  /// Σ weight·feature.
  public func score(of input: [Double]) -> Double { zip(weights, input).reduce(0) { $0 + $1.0 * $1.1 } }

  public func trained(on examples: [LabelledExample<[Double]>]) throws -> any Classifier<[Double]> {
    try model(of: examples)
  }

  /// The score with its threshold as log-odds.
  /// - Throws: ``StatisticsError``: one class only, fewer than three examples, features missing or not finite, a score
  ///   that does not vary.
  public func model(of examples: [LabelledExample<[Double]>]) throws(StatisticsError) -> LinearDiscriminant {
    for example in examples {
      try StatisticsError.requireCount(
        example.input.count, features.count, "the features of subject '\(example.subject)' for '\(name)'")
    }
    let scored = examples.map {
      LabelledExample(subject: $0.subject, group: $0.group, isPositive: $0.isPositive, input: [score(of: $0.input)])
    }
    let moments = try GroupMoments(scored, features: [name], name: name)
    let deviation = moments.pooledDeviations[0]
    guard deviation > 0 else {
      throw .outOfRange(
        quantity: "the deviation of the score '\(name)' within the groups", value: deviation, expected: "above 0")
    }
    let difference = abs(moments.positiveMean[0] - moments.negativeMean[0]) / deviation
    let slope = max(difference, Self.leastDifference) / deviation
    let threshold = (moments.positiveMean[0] + moments.negativeMean[0]) / 2
    return LinearDiscriminant(
      name: name, features: features, weights: weights.map { slope * $0 }, intercept: -slope * threshold)
  }
}
