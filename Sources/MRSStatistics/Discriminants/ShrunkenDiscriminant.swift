import MRSCore

/// Learns a linear discriminant with the pooled covariance shrunk by ``ShrunkenCovariance``.
///
/// Weights C⁻¹·(mean₊ − mean₋), the boundary half way between the means. The features are first scaled to a pooled
/// variance of 1, so that units do not matter: of n examples C = D·S·D·n/(n − 2), S the shrunk covariance of the scaled
/// residuals, D their deviations. A feature that does not vary within the groups has no weight.
public struct ShrunkenDiscriminant: ClassifierTrainer, Hashable {
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
    let used = features.indices.filter { moments.pooledDeviations[$0] > 0 }
    var weights = [Double](repeating: 0, count: features.count)
    if !used.isEmpty {
      let deviations = used.map { moments.pooledDeviations[$0] }
      let scaled = moments.residuals.map { row in used.indices.map { row[used[$0]] / deviations[$0] } }
      let factor = Double(examples.count) / moments.degreesOfFreedom
      let covariance = factor * (try ShrunkenCovariance(residuals: scaled)).matrix
      let gap = used.indices.map {
        (moments.positiveMean[used[$0]] - moments.negativeMean[used[$0]]) / deviations[$0]
      }
      let solved: [Double]
      do {
        solved = try CholeskyFactor(covariance).solve(gap)
      } catch {
        throw .notConverged(procedure: "the covariance of '\(name)'", iterations: 0)
      }
      for (place, index) in used.enumerated() { weights[index] = solved[place] / deviations[place] }
    }
    return moments.discriminant(name: name, features: features, weights: weights)
  }
}
