/// Learns a linear discriminant that takes the features for independent, with variances pooled over the groups.
///
/// Weight j = (mean₊ − mean₋)/s_j², s_j² = Σ residual²/(n − 2), and the boundary half way between the means, as for
/// groups of equal size in the population (Dudoit, Fridlyand & Speed 2002, doi:10.1198/016214502753479248). With ten
/// patients a group it beats rules that estimate covariances, or variances of each group. A feature that does not vary
/// within the groups has no weight.
public struct DiagonalDiscriminant: ClassifierTrainer, Hashable {
  public let name: String
  /// The names of the features, in order.
  public let features: [String]

  public init(name: String, features: [String]) {
    self.name = name
    self.features = features
  }

  public func trained(on examples: [LabelledExample<[Double]>]) throws -> any Classifier<[Double]> {
    try model(of: examples)
  }

  /// The fitted discriminant.
  /// - Throws: ``StatisticsError``: one class only, fewer than three examples, features missing or not finite.
  public func model(of examples: [LabelledExample<[Double]>]) throws(StatisticsError) -> LinearDiscriminant {
    let moments = try GroupMoments(examples, features: features, name: name)
    let weights = features.indices.map { j in
      let deviation = moments.pooledDeviations[j]
      return deviation > 0 ? (moments.positiveMean[j] - moments.negativeMean[j]) / (deviation * deviation) : 0
    }
    return moments.discriminant(name: name, features: features, weights: weights)
  }
}
