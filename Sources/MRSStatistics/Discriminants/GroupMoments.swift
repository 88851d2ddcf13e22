/// The means of two groups and the deviations of each example from that of its own.
struct GroupMoments: Sendable {
  let positiveMean: [Double]
  let negativeMean: [Double]
  /// One row an example.
  let residuals: [[Double]]
  /// √(Σ residual²/(n − 2)) a feature; 0 for one that does not vary within the groups, but for rounding.
  let pooledDeviations: [Double]
  /// n − 2.
  let degreesOfFreedom: Double

  /// - Parameter name: of the classifier, for errors.
  /// - Throws: ``StatisticsError``: one class only, fewer than three examples, features that are missing or not finite.
  init(_ examples: [LabelledExample<[Double]>], features: [String], name: String) throws(StatisticsError) {
    let positives = examples.count { $0.isPositive }
    guard positives > 0, positives < examples.count else {
      throw .oneClassOnly(
        quantity: "the training of '\(name)'", positives: positives, negatives: examples.count - positives)
    }
    guard examples.count >= 3 else {
      throw .tooFew(quantity: "the examples that '\(name)' learns from", found: examples.count, needed: 3)
    }
    for example in examples {
      try StatisticsError.requireCount(
        example.input.count, features.count, "the features of subject '\(example.subject)' for '\(name)'")
      try StatisticsError.requireFinite(example.input, "the features of subject '\(example.subject)' for '\(name)'")
    }
    func mean(_ isPositive: Bool) -> [Double] {
      let own = examples.filter { $0.isPositive == isPositive }
      return features.indices.map { j in own.reduce(0) { $0 + $1.input[j] } / Double(own.count) }
    }
    let (above, below) = (mean(true), mean(false))
    positiveMean = above
    negativeMean = below
    let centred = examples.map { example in
      zip(example.input, example.isPositive ? above : below).map { $0 - $1 }
    }
    let freedom = Double(examples.count - 2)
    residuals = centred
    degreesOfFreedom = freedom
    pooledDeviations = features.indices.map { j in
      let deviation = (centred.reduce(0) { $0 + $1[j] * $1[j] } / freedom).squareRoot()
      return deviation > 1e-12 * max(abs(above[j]), abs(below[j])) ? deviation : 0
    }
  }

  /// The discriminant of weights that was passed half way between the means.
  func discriminant(name: String, features: [String], weights: [Double]) -> LinearDiscriminant {
    let middle = zip(positiveMean, negativeMean).map { ($0 + $1) / 2 }
    return LinearDiscriminant(
      name: name, features: features, weights: weights,
      intercept: -zip(weights, middle).reduce(0) { $0 + $1.0 * $1.1 })
  }
}
