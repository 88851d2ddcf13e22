/// The receiver operating characteristic of a score that is meant to be higher in positive cases.
///
/// The area is the Mann–Whitney probability P(positive > negative) + ½P(equal); its variance is that of DeLong et al.
/// 1988 (doi:10.2307/2531595), from the placements of each case among the other class, found from mid-ranks (Sun & Xu
/// 2014, doi:10.1109/LSP.2014.2337313).
public struct ROCCurve: Hashable, Sendable, Codable {
  /// What calling every score of at least `threshold` positive gives.
  public struct Point: Hashable, Sendable, Codable {
    /// `nil` at the start of the curve, where nothing is called positive.
    public let threshold: Double?
    /// 1 − specificity.
    public let falsePositiveRate: Double
    /// Sensitivity.
    public let truePositiveRate: Double
  }

  /// From (0, 0) to (1, 1), one point for each distinct score; a tie between classes makes a slanted step.
  public let points: [Point]
  public let positives: Int
  public let negatives: Int
  public let area: Double
  /// The standard error of the area; `nil` where a class holds a single case.
  public let standardError: Double?

  /// - Throws: ``StatisticsError``: counts that differ, a class without cases, a score that is not finite.
  public init(scores: [Double], isPositive: [Bool]) throws(StatisticsError) {
    let placements = try ROCPlacements(scores: scores, isPositive: isPositive)
    positives = placements.positive.count
    negatives = placements.negative.count
    points = Self.points(scores, isPositive, positives, negatives)
    area = placements.area
    standardError = placements.covariance(with: placements)?.squareRoot()
  }

  /// DeLong's interval, area ± z·SE, cut at 0 and 1; on the logit scale see ``logitInterval(confidence:)``. `nil` where the standard error is unknown or zero. The latter is
  /// so for perfect separation, of which the data then say too little for an interval of this kind.
  /// - Throws: ``StatisticsError/outOfRange(quantity:value:expected:)`` for a confidence outside 0…1.
  public func interval(confidence: Double = 0.95) throws(StatisticsError) -> ConfidenceInterval? {
    try ConfidenceInterval.validate(confidence: confidence)
    guard let standardError, standardError > 0 else { return nil }
    let half = NormalDistribution.deviations(confidence: confidence) * standardError
    return ConfidenceInterval(
      estimate: area, lower: max(0, area - half), upper: min(1, area + half), confidence: confidence)
  }

  private static func points(
    _ scores: [Double], _ isPositive: [Bool], _ positives: Int, _ negatives: Int
  ) -> [Point] {
    var result = [Point(threshold: nil, falsePositiveRate: 0, truePositiveRate: 0)]
    var hits = 0
    var alarms = 0
    let order = scores.indices.sorted { scores[$0] > scores[$1] }
    for (position, index) in order.enumerated() {
      if isPositive[index] { hits += 1 } else { alarms += 1 }
      if position + 1 < order.count && scores[order[position + 1]] == scores[index] { continue }
      result.append(
        Point(
          threshold: scores[index], falsePositiveRate: Double(alarms) / Double(negatives),
          truePositiveRate: Double(hits) / Double(positives)))
    }
    return result
  }
}
