import Numerics

/// The logistic curve that makes probabilities of scores: P(positive) = 1/(1 + e^−(a + b·s)).
///
/// Fitted to scores of patients whom the scorer had not seen, with the targets of Platt (1999, in *Advances in Large
/// Margin Classifiers*): (n₊ + 1)/(n₊ + 2) for positives and 1/(n₋ + 2) for negatives, which keeps the curve finite
/// where the scores separate the classes.
public struct ScoreCalibration: Hashable, Sendable, Codable {
  /// a.
  public let intercept: Double
  /// b, at least ``leastSlope``.
  public let slope: Double
  /// Whether the scores ranked the classes the wrong way round (or not at all), so that the slope is ``leastSlope`` and
  /// not fitted. A curve that falls would turn the scorer's calls about.
  public let isReversed: Bool

  /// Small enough to say "I cannot tell" of any score, and not zero, so that scores keep their order.
  public static let leastSlope = 0.01

  /// - Throws: ``StatisticsError``: counts that differ, one class only, a score that is not finite.
  public init(scores: [Double], isPositive: [Bool]) throws(StatisticsError) {
    try StatisticsError.requireCount(isPositive.count, scores.count, "the classes of scores to calibrate")
    try StatisticsError.requireFinite(scores, "the scores to calibrate")
    let positives = isPositive.count { $0 }
    let negatives = isPositive.count - positives
    guard positives > 0, negatives > 0 else {
      throw .oneClassOnly(quantity: "the calibration of scores", positives: positives, negatives: negatives)
    }
    let high = Double(positives + 1) / Double(positives + 2)
    let low = 1 / Double(negatives + 2)
    let targets = isPositive.map { $0 ? high : low }
    if Set(scores).count > 1 {
      let fit = try LogisticFit(
        LogisticFit.Problem(design: scores.map { [1, $0] }, targets: targets, penalties: [0, 0]),
        name: "the calibration of scores")
      if fit.weights[1] >= Self.leastSlope {
        (intercept, slope, isReversed) = (fit.weights[0], fit.weights[1], false)
        return
      }
    }
    let fit = try LogisticFit(
      LogisticFit.Problem(
        design: scores.map { _ in [1] }, targets: targets, offsets: scores.map { Self.leastSlope * $0 },
        penalties: [0]),
      name: "the calibration of scores")
    (intercept, slope, isReversed) = (fit.weights[0], Self.leastSlope, true)
  }

  /// P(positive) of a score.
  public func probability(of score: Double) -> Double { LogisticModel.logistic(intercept + slope * score) }
}
