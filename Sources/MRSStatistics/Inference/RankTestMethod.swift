/// How the P value of a rank test was found.
public enum RankTestMethod: String, Hashable, Sendable, Codable {
  /// From every arrangement of the ranks, all equally likely under the null hypothesis.
  case exact
  /// From a normal distribution, with correction for ties and for continuity.
  case normalApproximation = "normal approximation"
}
