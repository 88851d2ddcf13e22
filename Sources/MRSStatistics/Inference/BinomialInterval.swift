/// Intervals for a proportion.
public enum BinomialInterval {
  /// The exact interval of Clopper & Pearson (1934, doi:10.1093/biomet/26.4.404).
  ///
  /// With α = 1 − `confidence`, the lower bound is the α/2 quantile of Beta(k, n−k+1) and the upper bound the 1 − α/2
  /// quantile of Beta(k+1, n−k); 0 for k = 0 and 1 for k = n. Its coverage is never below the nominal one.
  /// - Throws: ``StatisticsError/outOfRange(quantity:value:expected:)`` for no trials, successes outside 0…trials, or a
  ///   confidence outside 0…1.
  public static func clopperPearson(
    successes: Int, trials: Int, confidence: Double = 0.95
  ) throws(StatisticsError) -> ConfidenceInterval {
    try ConfidenceInterval.validate(confidence: confidence)
    try BinomialTest.validate(successes: successes, trials: trials)
    let k = Double(successes)
    let n = Double(trials)
    let tail = (1 - confidence) / 2
    return ConfidenceInterval(
      estimate: k / n,
      lower: successes == 0 ? 0 : BetaDistribution.quantile(tail, a: k, b: n - k + 1),
      upper: successes == trials ? 1 : 1 - BetaDistribution.quantile(tail, a: n - k, b: k + 1),
      confidence: confidence)
  }

  /// The score interval of Wilson (1927, doi:10.1080/01621459.1927.10502953): the proportions that a normal test does
  /// not reject, (p̂ + z²/2n ± z·√(p̂(1−p̂)/n + z²/4n²))/(1 + z²/n).
  ///
  /// Shorter than the exact one; its coverage is the nominal one on average over proportions, and may be below it for
  /// some.
  /// - Throws: as ``clopperPearson(successes:trials:confidence:)``.
  public static func wilson(
    successes: Int, trials: Int, confidence: Double = 0.95
  ) throws(StatisticsError) -> ConfidenceInterval {
    try ConfidenceInterval.validate(confidence: confidence)
    try BinomialTest.validate(successes: successes, trials: trials)
    let n = Double(trials)
    let share = Double(successes) / n
    let z = NormalDistribution.deviations(confidence: confidence)
    let middle = share + z * z / (2 * n)
    let variance = share * (1 - share) / n + z * z / (4 * n * n)
    let half = z * variance.squareRoot()
    let scale = 1 + z * z / n
    // At the ends the bound is the end itself, but for rounding.
    return ConfidenceInterval(
      estimate: share,
      lower: successes == 0 ? 0 : (middle - half) / scale,
      upper: successes == trials ? 1 : (middle + half) / scale,
      confidence: confidence)
  }
}
