/// The placements of the cases of each class among those of the other, from which area and variance follow.
///
/// A positive case's placement is the share of negative cases below it, ties as ½; a negative case's is the share of
/// positive cases above it (DeLong et al. 1988, doi:10.2307/2531595), found from mid-ranks (Sun & Xu 2014,
/// doi:10.1109/LSP.2014.2337313).
struct ROCPlacements: Sendable {
  /// One a positive case, in the order given.
  let positive: [Double]
  /// One a negative case.
  let negative: [Double]

  /// - Throws: ``StatisticsError``: counts that differ, a class without cases, a score that is not finite.
  init(scores: [Double], isPositive: [Bool]) throws(StatisticsError) {
    try StatisticsError.requireCount(isPositive.count, scores.count, "the classes of an ROC curve")
    try StatisticsError.requireFinite(scores, "the scores of an ROC curve")
    let above = zip(scores, isPositive).filter { $0.1 }.map { $0.0 }
    let below = zip(scores, isPositive).filter { !$0.1 }.map { $0.0 }
    guard !above.isEmpty, !below.isEmpty else {
      throw .oneClassOnly(quantity: "an ROC curve", positives: above.count, negatives: below.count)
    }
    let all = Ranks(above + below).values
    let m = Double(above.count)
    let n = Double(below.count)
    positive = zip(all, Ranks(above).values).map { ($0 - $1) / n }
    negative = zip(all[above.count...], Ranks(below).values).map { 1 - ($0 - $1) / m }
  }

  /// P(positive > negative) + ½P(equal).
  var area: Double { positive.reduce(0, +) / Double(positive.count) }

  /// The covariance of the areas of two scores of the same cases, S₁₀/m + S₀₁/n; of a score with itself its variance.
  /// `nil` where a class holds a single case.
  func covariance(with other: ROCPlacements) -> Double? {
    guard positive.count > 1, negative.count > 1 else { return nil }
    return Self.covariance(positive, other.positive) / Double(positive.count)
      + Self.covariance(negative, other.negative) / Double(negative.count)
  }

  private static func covariance(_ first: [Double], _ second: [Double]) -> Double {
    let n = Double(first.count)
    let meanFirst = first.reduce(0, +) / n
    let meanSecond = second.reduce(0, +) / n
    return zip(first, second).reduce(0) { $0 + ($1.0 - meanFirst) * ($1.1 - meanSecond) } / (n - 1)
  }
}
