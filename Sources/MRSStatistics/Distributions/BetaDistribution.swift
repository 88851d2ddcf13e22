import Numerics

/// The beta distribution through the regularised incomplete beta function.
public enum BetaDistribution {
  /// I_x(a, b) = ∫₀ˣ tᵃ⁻¹(1−t)ᵇ⁻¹dt / B(a, b), the probability that a beta variable is at most `x`.
  ///
  /// The continued fraction of DLMF §8.17(v), eq. 8.17.22 (https://dlmf.nist.gov/8.17.E22), evaluated by the modified
  /// Lentz method (Thompson & Barnett 1986, doi:10.1016/0021-9991(86)90046-X), on the side of (a+1)/(a+b+2) where it
  /// converges fast; the other side follows from I_x(a, b) = 1 − I_{1−x}(b, a).
  /// - Precondition: `a` and `b` are positive.
  public static func cumulative(_ x: Double, a: Double, b: Double) -> Double {
    precondition(a > 0 && b > 0, "the shapes of a beta distribution must be positive")
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    if x > (a + 1) / (a + b + 2) { return 1 - cumulative(1 - x, a: b, b: a) }
    let logFront =
      a * .log(x) + b * .log(onePlus: -x) + Double.logGamma(a + b) - Double.logGamma(a) - Double.logGamma(b)
    return Double.exp(logFront) / (a * continuedFraction(x, a, b))
  }

  /// The x at which ``cumulative(_:a:b:)`` reaches `probability`: bisection down to neighbouring numbers.
  public static func quantile(_ probability: Double, a: Double, b: Double) -> Double {
    if probability <= 0 { return 0 }
    if probability >= 1 { return 1 }
    var low = 0.0
    var high = 1.0
    while true {
      let middle = low + (high - low) / 2
      if middle <= low || middle >= high { return middle }
      if cumulative(middle, a: a, b: b) < probability { low = middle } else { high = middle }
    }
  }

  /// 1 + d₁/(1 + d₂/(1 + …)), the reciprocal of DLMF's fraction.
  private static func continuedFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = Double.leastNormalMagnitude / Double.ulpOfOne
    var value = 1.0
    var numerator = 1.0
    var denominator = 0.0
    // For shapes of 10⁴ about 150 terms are needed; the bound only guards against an endless loop.
    for n in 1...10_000 {
      let m = Double(n / 2)
      let coefficient =
        n.isMultiple(of: 2)
        ? m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        : -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      denominator = 1 + coefficient * denominator
      if abs(denominator) < tiny { denominator = tiny }
      denominator = 1 / denominator
      numerator = 1 + coefficient / numerator
      if abs(numerator) < tiny { numerator = tiny }
      let change = numerator * denominator
      value *= change
      if abs(change - 1) <= Double.ulpOfOne { break }
    }
    return value
  }
}
