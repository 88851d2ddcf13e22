/// The paired test of two scores of the same cases by their areas under the ROC curve.
///
/// z = (A₁ − A₂)/√(V₁ + V₂ − 2·C₁₂) with the variances and the covariance of DeLong et al. (1988,
/// doi:10.2307/2531595), two-sided.
public struct ROCComparison: Hashable, Sendable, Codable {
  public let firstArea: Double
  public let secondArea: Double
  /// The standard error of the difference; `nil` where a class holds a single case.
  public let standardError: Double?
  /// Two-sided. 1 where the areas are equal; `nil` where they differ and the data show no scatter, or a class holds a
  /// single case: then nothing can be said.
  public let pValue: Double?

  /// A₁ − A₂.
  public var difference: Double { firstArea - secondArea }

  /// - Throws: ``StatisticsError``: counts that differ, a class without cases, a score that is not finite.
  public init(first: [Double], second: [Double], isPositive: [Bool]) throws(StatisticsError) {
    let one = try ROCPlacements(scores: first, isPositive: isPositive)
    let two = try ROCPlacements(scores: second, isPositive: isPositive)
    firstArea = one.area
    secondArea = two.area
    if let v1 = one.covariance(with: one), let v2 = two.covariance(with: two), let both = one.covariance(with: two) {
      // Of equal rankings the sum is zero but for rounding.
      standardError = max(0, v1 + v2 - 2 * both).squareRoot()
    } else {
      standardError = nil
    }
    let gap = firstArea - secondArea
    if abs(gap) < 1e-12 {
      pValue = 1
    } else if let standardError, standardError > 1e-12 {
      pValue = 2 * NormalDistribution.upperTail(abs(gap) / standardError)
    } else {
      pValue = nil
    }
  }

  /// The difference ± z·SE; `nil` where the standard error is unknown or zero.
  /// - Throws: ``StatisticsError/outOfRange(quantity:value:expected:)`` for a confidence outside 0…1.
  public func interval(confidence: Double = 0.95) throws(StatisticsError) -> ConfidenceInterval? {
    try ConfidenceInterval.validate(confidence: confidence)
    guard let standardError, standardError > 0 else { return nil }
    let half = NormalDistribution.deviations(confidence: confidence) * standardError
    return ConfidenceInterval(
      estimate: difference, lower: difference - half, upper: difference + half, confidence: confidence)
  }
}
