/// The Mann–Whitney test of two independent samples.
///
/// Mann & Whitney 1947 (doi:10.1214/aoms/1177730491). U counts the pairs in which the first sample's value is the
/// greater, ties as ½. Up to ``exactLimit`` values in each sample without ties, P comes from all equally likely
/// arrangements; otherwise from a normal distribution of mean mn/2 and variance
/// mn/12·((N+1) − Σ(t³−t)/(N(N−1))), N = m + n, with a continuity correction of ½.
public struct MannWhitney: Hashable, Sendable, Codable {
  /// The greatest size of either sample for which the exact distribution is used.
  public static let exactLimit = 40

  /// U of the first sample.
  public let statistic: Double
  public let firstCount: Int
  public let secondCount: Int
  public let alternative: Alternative
  public let method: RankTestMethod
  public let pValue: Double

  /// U/(mn): the probability that a value of the first sample exceeds one of the second, the area under the ROC curve.
  public var probabilityOfSuperiority: Double { statistic / Double(firstCount * secondCount) }

  /// - Throws: ``StatisticsError/tooFew(quantity:found:needed:)`` where a sample is empty;
  ///   ``StatisticsError/notFinite(quantity:index:value:)``.
  public init(
    _ first: [Double], _ second: [Double], alternative: Alternative = .twoSided
  ) throws(StatisticsError) {
    try StatisticsError.requireFinite(first, "the first sample of the Mann–Whitney test")
    try StatisticsError.requireFinite(second, "the second sample of the Mann–Whitney test")
    guard !first.isEmpty, !second.isEmpty else {
      throw .tooFew(
        quantity: "a sample of the Mann–Whitney test", found: min(first.count, second.count), needed: 1)
    }
    let ranks = Ranks(first + second)
    let m = Double(first.count)
    let n = Double(second.count)
    statistic = ranks.values[..<first.count].reduce(0, +) - m * (m + 1) / 2
    firstCount = first.count
    secondCount = second.count
    self.alternative = alternative
    if max(first.count, second.count) <= Self.exactLimit && ranks.ties.isEmpty {
      method = .exact
      pValue = Self.exact(statistic: Int(statistic), first.count, second.count, alternative)
    } else {
      method = .normalApproximation
      let all = m + n
      let variance = all < 2 ? 0 : m * n / 12 * (all + 1 - ranks.tieSum / (all * (all - 1)))
      pValue = alternative.probability(rankDeviation: statistic - m * n / 2, variance: variance)
    }
  }

  /// The share of arrangements with each U, from f(m, n, u) = f(m−1, n, u−n) + f(m, n−1, u); as probabilities, since
  /// the counts overflow.
  private static func exact(statistic: Int, _ m: Int, _ n: Int, _ alternative: Alternative) -> Double {
    // row[j] is the distribution for (i, j); the greatest of all values is the first sample's with probability i/(i+j).
    var row = [[Double]](repeating: [1], count: n + 1)
    for i in 1...m {
      var next: [[Double]] = [[1]]
      for j in 1...n {
        var distribution = [Double](repeating: 0, count: i * j + 1)
        let first = Double(i) / Double(i + j)
        for (u, p) in row[j].enumerated() { distribution[u + j] += first * p }
        for (u, p) in next[j - 1].enumerated() { distribution[u] += (1 - first) * p }
        next.append(distribution)
      }
      row = next
    }
    return alternative.probability(
      lowerTail: row[n][...statistic].reduce(0, +), upperTail: row[n][statistic...].reduce(0, +))
  }
}
