/// The hypothesis that a test holds against "no difference".
public enum Alternative: String, Hashable, Sendable, Codable {
  case twoSided = "two-sided"
  /// The first sample (or the difference) tends to be greater.
  case greater
  /// The first sample (or the difference) tends to be less.
  case less
}

extension Alternative {
  /// The P value from the two tails, each of which includes the observed value.
  func probability(lowerTail: Double, upperTail: Double) -> Double {
    switch self {
    case .twoSided: min(1, 2 * min(lowerTail, upperTail))
    case .greater: min(1, upperTail)
    case .less: min(1, lowerTail)
    }
  }
}

extension Alternative {
  /// The P value of a rank statistic `deviation` away from its mean, which moves by whole ranks: ½ is taken off towards
  /// the mean. A variance of zero (every value tied) says nothing: P = 1.
  func probability(rankDeviation deviation: Double, variance: Double) -> Double {
    guard variance > 0 else { return 1 }
    let scale = variance.squareRoot()
    return probability(
      lowerTail: NormalDistribution.cumulative((deviation + 0.5) / scale),
      upperTail: NormalDistribution.upperTail((deviation - 0.5) / scale))
  }
}
