import Numerics

/// Whether probabilities are as large as they should be: the logistic regression of outcomes on their logits.
///
/// logit P(positive) = a + b·logit p (Cox 1958, doi:10.1093/biomet/45.3-4.562). b = 1 and a = 0 is perfect; b < 1 says that
/// the probabilities are too extreme, as after overfitting, b > 1 that they are too timid. The intervals are normal
/// ones from the curvature of the likelihood.
public struct CalibrationLine: Hashable, Sendable, Codable {
  /// b; `nil` where the probabilities separate the classes, or are all equal: then no slope is the likeliest.
  public let slope: ConfidenceInterval?
  /// a beside b; `nil` with the slope.
  public let intercept: ConfidenceInterval?
  /// a where b is held at 1, "calibration in the large": above 0 where positives are more frequent than claimed. `nil`
  /// for one class only.
  public let interceptAtSlopeOne: ConfidenceInterval?
  /// How many probabilities were nearer than ``edge`` to 0 or 1 and were moved there: their logits are infinite.
  public let clipped: Int

  /// The least and (from 1) the greatest probability that has a logit here.
  public static let edge = 1e-6

  /// - Throws: ``StatisticsError``: counts that differ, nothing to score, a probability outside 0…1, a confidence
  ///   outside 0…1.
  public init(
    probabilities: [Double], isPositive: [Bool], confidence: Double = 0.95
  ) throws(StatisticsError) {
    try ConfidenceInterval.validate(confidence: confidence)
    try BrierScore.validate(probabilities, isPositive)
    clipped = probabilities.count { $0 < Self.edge || $0 > 1 - Self.edge }
    let logits = probabilities.map(Self.logit)
    let targets = isPositive.map { $0 ? 1.0 : 0 }
    let z = NormalDistribution.deviations(confidence: confidence)
    func interval(_ fit: LogisticFit, _ index: Int) -> ConfidenceInterval {
      let half = z * fit.covariance[index, index].squareRoot()
      let value = fit.weights[index]
      return ConfidenceInterval(estimate: value, lower: value - half, upper: value + half, confidence: confidence)
    }
    guard isPositive.contains(true), isPositive.contains(false) else {
      (slope, intercept, interceptAtSlopeOne) = (nil, nil, nil)
      return
    }
    let large = try LogisticFit(
      LogisticFit.Problem(
        design: logits.map { _ in [1] }, targets: targets, offsets: logits, penalties: [0]),
      name: "the calibration in the large")
    interceptAtSlopeOne = interval(large, 0)
    if Self.overlap(logits, isPositive) {
      let line = try LogisticFit(
        LogisticFit.Problem(design: logits.map { [1, $0] }, targets: targets, penalties: [0, 0]),
        name: "the calibration line")
      intercept = interval(line, 0)
      slope = interval(line, 1)
    } else {
      (slope, intercept) = (nil, nil)
    }
  }

  /// logit p of a probability moved to at least ``edge`` from either end.
  static func logit(_ probability: Double) -> Double {
    let inside = min(max(probability, edge), 1 - edge)
    return .log(inside / (1 - inside))
  }

  /// Whether neither class lies wholly at or above the other, without which the likelihood has no maximum.
  private static func overlap(_ values: [Double], _ isPositive: [Bool]) -> Bool {
    let above = zip(values, isPositive).filter { $0.1 }.map { $0.0 }
    let below = zip(values, isPositive).filter { !$0.1 }.map { $0.0 }
    guard let leastAbove = above.min(), let mostAbove = above.max(), let leastBelow = below.min(),
      let mostBelow = below.max()
    else { return false }
    return mostBelow > leastAbove && mostAbove > leastBelow
  }
}
