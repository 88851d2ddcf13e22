import Numerics

/// The exact test of a proportion.
public enum BinomialTest {
  /// The two-sided P value: the probability, under `proportion`, of every count no likelier than the observed one.
  ///
  /// This is the "minimum likelihood" definition (Gibbons & Pratt 1975, doi:10.1080/00031305.1975.10479106), the one
  /// of R and SciPy; likelihoods within one part in 10⁷ count as equal, so that rounding cannot split a symmetric pair.
  /// - Throws: ``StatisticsError/outOfRange(quantity:value:expected:)``.
  public static func twoSided(
    successes: Int, trials: Int, proportion: Double = 0.5
  ) throws(StatisticsError) -> Double {
    try validate(successes: successes, trials: trials)
    guard proportion >= 0, proportion <= 1 else {
      throw .outOfRange(quantity: "the proportion tested", value: proportion, expected: "between 0 and 1")
    }
    let observed = probability(of: successes, trials: trials, proportion: proportion)
    let bound = observed * (1 + 1e-7)
    let total = (0...trials).reduce(0.0) { sum, count in
      let p = probability(of: count, trials: trials, proportion: proportion)
      return p <= bound ? sum + p : sum
    }
    return min(1, total)
  }

  static func validate(successes: Int, trials: Int) throws(StatisticsError) {
    guard trials > 0 else {
      throw .outOfRange(quantity: "the number of trials", value: Double(trials), expected: "at least 1")
    }
    guard (0...trials).contains(successes) else {
      throw .outOfRange(
        quantity: "the number of successes", value: Double(successes), expected: "between 0 and \(trials)")
    }
  }

  private static func probability(of count: Int, trials: Int, proportion: Double) -> Double {
    if proportion == 0 { return count == 0 ? 1 : 0 }
    if proportion == 1 { return count == trials ? 1 : 0 }
    let k = Double(count)
    let n = Double(trials)
    let logChoices = Double.logGamma(n + 1) - Double.logGamma(k + 1) - Double.logGamma(n - k + 1)
    return Double.exp(logChoices + k * .log(proportion) + (n - k) * .log(onePlus: -proportion))
  }
}
