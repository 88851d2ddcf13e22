/// Wilcoxon's signed-rank test of paired differences.
///
/// Wilcoxon 1945 (doi:10.2307/3001968). Differences of zero are left out, as Wilcoxon did, and counted. The rest are
/// ranked by magnitude, ties sharing the mean rank; W⁺ is the rank sum of the positive ones. Up to ``exactLimit``
/// differences without ties, P comes from the 2ⁿ equally likely choices of sign; otherwise from a normal distribution
/// of mean n(n+1)/4 and variance n(n+1)(2n+1)/24 − Σ(t³−t)/48, with a continuity correction of ½ towards the mean.
public struct WilcoxonSignedRank: Hashable, Sendable, Codable {
  /// The greatest number of differences for which the exact distribution is used.
  public static let exactLimit = 50

  /// The number of differences that are not zero.
  public let count: Int
  /// The number of differences of zero, which were left out.
  public let zeros: Int
  /// W⁺, the rank sum of the positive differences.
  public let positiveRankSum: Double
  public let alternative: Alternative
  public let method: RankTestMethod
  /// 1 where every difference is zero.
  public let pValue: Double

  /// - Throws: ``StatisticsError/tooFew(quantity:found:needed:)`` for no differences;
  ///   ``StatisticsError/notFinite(quantity:index:value:)``.
  public init(differences: [Double], alternative: Alternative = .twoSided) throws(StatisticsError) {
    try StatisticsError.requireFinite(differences, "the differences of the signed-rank test")
    guard !differences.isEmpty else {
      throw .tooFew(quantity: "the differences of the signed-rank test", found: 0, needed: 1)
    }
    let kept = differences.filter { $0 != 0 }
    let ranks = Ranks(kept.map(abs))
    let sum = zip(kept, ranks.values).reduce(0) { $1.0 > 0 ? $0 + $1.1 : $0 }
    count = kept.count
    zeros = differences.count - kept.count
    positiveRankSum = sum
    self.alternative = alternative
    if kept.isEmpty {
      method = .exact
      pValue = 1
    } else if kept.count <= Self.exactLimit && ranks.ties.isEmpty {
      method = .exact
      pValue = Self.exact(sum: Int(sum), count: kept.count, alternative)
    } else {
      method = .normalApproximation
      let n = Double(kept.count)
      let variance = n * (n + 1) * (2 * n + 1) / 24 - ranks.tieSum / 48
      pValue = alternative.probability(rankDeviation: sum - n * (n + 1) / 4, variance: variance)
    }
  }

  /// The test of `first` − `second`, pair by pair.
  /// - Throws: also ``StatisticsError/countMismatch(quantity:found:expected:)``.
  public init(
    _ first: [Double], _ second: [Double], alternative: Alternative = .twoSided
  ) throws(StatisticsError) {
    guard first.count == second.count else {
      throw .countMismatch(
        quantity: "the pairs of the signed-rank test", found: second.count, expected: first.count)
    }
    try self.init(differences: zip(first, second).map { $0 - $1 }, alternative: alternative)
  }

  /// The number of subsets of 1…n with each sum, by adding one rank at a time; exact in `Double` up to n = 50.
  private static func exact(sum: Int, count: Int, _ alternative: Alternative) -> Double {
    let greatest = count * (count + 1) / 2
    var ways = [Double](repeating: 0, count: greatest + 1)
    ways[0] = 1
    var reach = 0
    for rank in 1...count {
      reach += rank
      for total in stride(from: reach, through: rank, by: -1) { ways[total] += ways[total - rank] }
    }
    let all = ways.reduce(0, +)
    return alternative.probability(
      lowerTail: ways[...sum].reduce(0, +) / all, upperTail: ways[sum...].reduce(0, +) / all)
  }
}
