/// McNemar's test of two classifiers on the same cases (McNemar 1947, doi:10.1007/BF02295996).
///
/// Only cases that one of them got right and the other wrong count: under the null hypothesis each is as likely to
/// favour either.
public struct McNemarTest: Hashable, Sendable, Codable {
  /// How many cases only the first got right.
  public let onlyFirst: Int
  /// How many cases only the second got right.
  public let onlySecond: Int
  /// The exact P value, two-sided: 2·P(X ≤ least of both), X binomial of n = both together and ½; at most 1.
  public let exact: Double
  /// The exact one less P(X = least of both): its level is nearer to the nominal one, on average and for small n too
  /// (Fagerland, Lydersen & Laake 2013, doi:10.1186/1471-2288-13-91).
  public let midP: Double

  /// - Throws: ``StatisticsError/outOfRange(quantity:value:expected:)`` for a negative count.
  public init(onlyFirst: Int, onlySecond: Int) throws(StatisticsError) {
    for count in [onlyFirst, onlySecond] where count < 0 {
      throw .outOfRange(quantity: "a count of McNemar's test", value: Double(count), expected: "at least 0")
    }
    self.onlyFirst = onlyFirst
    self.onlySecond = onlySecond
    let trials = onlyFirst + onlySecond
    guard trials > 0 else {
      (exact, midP) = (1, 1)
      return
    }
    // P(X ≥ k) = I_½(k, n − k + 1), and P(X ≤ k) is 1 less P(X ≥ k + 1).
    let least = min(onlyFirst, onlySecond)
    func atMost(_ count: Int) -> Double {
      if count < 0 { return 0 }
      return BetaDistribution.cumulative(0.5, a: Double(trials - count), b: Double(count + 1))
    }
    exact = min(1, 2 * atMost(least))
    midP = min(1, atMost(least) + atMost(least - 1))
  }

  /// The test of calls of the same cases, one a case.
  /// - Throws: ``StatisticsError/countMismatch(quantity:found:expected:)``.
  public init(firstCorrect: [Bool], secondCorrect: [Bool]) throws(StatisticsError) {
    try StatisticsError.requireCount(secondCorrect.count, firstCorrect.count, "the calls of McNemar's test")
    let pairs = zip(firstCorrect, secondCorrect)
    try self.init(onlyFirst: pairs.count { $0 && !$1 }, onlySecond: pairs.count { !$0 && $1 })
  }
}
