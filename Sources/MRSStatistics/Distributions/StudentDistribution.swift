/// Student's t distribution through the incomplete beta function (DLMF §8.17; P(|T| > t) = I_{ν/(ν+t²)}(ν/2, ½)).
public enum StudentDistribution {
  /// The probability that |T| exceeds |t|.
  public static func twoSided(_ t: Double, degreesOfFreedom: Double) -> Double {
    BetaDistribution.cumulative(degreesOfFreedom / (degreesOfFreedom + t * t), a: degreesOfFreedom / 2, b: 0.5)
  }

  /// The t of a central interval: 2.228 for a confidence of 0.95 and ten degrees of freedom.
  public static func deviations(confidence: Double, degreesOfFreedom: Double) -> Double {
    let x = BetaDistribution.quantile(1 - confidence, a: degreesOfFreedom / 2, b: 0.5)
    return (degreesOfFreedom * (1 - x) / x).squareRoot()
  }
}
