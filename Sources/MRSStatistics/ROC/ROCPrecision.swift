/// How well a number of patients tells the area under an ROC curve.
///
/// By the variance of Hanley & McNeil (1982, doi:10.1148/radiology.143.1.7063747), which takes scores for exponential:
/// V(θ) = (θ(1−θ) + (m−1)(Q₁−θ²) + (n−1)(Q₂−θ²))/(mn), Q₁ = θ/(2−θ), Q₂ = 2θ²/(1+θ), for m positive and n negative
/// cases.
public enum ROCPrecision {
  /// √V(θ).
  /// - Throws: ``StatisticsError/outOfRange(quantity:value:expected:)`` for an area outside 0…1 or no cases.
  public static func standardError(
    area: Double, positives: Int, negatives: Int
  ) throws(StatisticsError) -> Double {
    try validate(area)
    for count in [positives, negatives] where count < 1 {
      throw .outOfRange(quantity: "the number of cases of a class", value: Double(count), expected: "at least 1")
    }
    let (m, n) = (Double(positives), Double(negatives))
    let first = area / (2 - area) - area * area
    let second = 2 * area * area / (1 + area) - area * area
    return ((area * (1 - area) + (m - 1) * first + (n - 1) * second) / (m * n)).squareRoot()
  }

  /// The least number of patients in each of two groups of one size whose interval reaches at most `halfWidth` to
  /// either side of `area`.
  /// - Throws: ``StatisticsError/outOfRange(quantity:value:expected:)``.
  public static func patientsPerGroup(
    area: Double, halfWidth: Double, confidence: Double = 0.95
  ) throws(StatisticsError) -> Int {
    try ConfidenceInterval.validate(confidence: confidence)
    guard halfWidth > 0, halfWidth.isFinite else {
      throw .outOfRange(quantity: "the half width of the interval", value: halfWidth, expected: "above 0")
    }
    try validate(area)
    let bound = halfWidth / NormalDistribution.deviations(confidence: confidence)
    // SE² falls as 1/n: doubling finds an upper bound soon, halving the least number.
    var (low, high) = (0, 1)
    while try standardError(area: area, positives: high, negatives: high) > bound { (low, high) = (high, 2 * high) }
    while high - low > 1 {
      let middle = (low + high) / 2
      if try standardError(area: area, positives: middle, negatives: middle) > bound {
        low = middle
      } else {
        high = middle
      }
    }
    return high
  }

  /// Newcombe's variance, in which both classes have the mean of their numbers: the same whichever class is called
  /// positive.
  static func balancedVariance(_ area: Double, _ positives: Int, _ negatives: Int) -> Double {
    let (m, n) = (Double(positives), Double(negatives))
    let pairs = (m + n) / 2 - 1
    return area * (1 - area) / (m * n) * (1 + pairs * (1 - area) / (2 - area) + pairs * area / (1 + area))
  }

  private static func validate(_ area: Double) throws(StatisticsError) {
    guard area >= 0, area <= 1 else {
      throw .outOfRange(quantity: "the area under an ROC curve", value: area, expected: "between 0 and 1")
    }
  }
}
