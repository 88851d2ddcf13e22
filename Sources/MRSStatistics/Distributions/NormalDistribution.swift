import Numerics

/// The standard normal distribution.
public enum NormalDistribution {
  /// Φ(z) = ½·erfc(−z/√2), accurate in the lower tail.
  public static func cumulative(_ z: Double) -> Double { 0.5 * Double.erfc(-z / 2.0.squareRoot()) }

  /// The probability above `z`, accurate in the upper tail.
  public static func upperTail(_ z: Double) -> Double { cumulative(-z) }

  /// The z at which ``cumulative(_:)`` reaches `probability`: bisection, by symmetry always in the lower tail.
  public static func quantile(_ probability: Double) -> Double {
    if probability <= 0 { return -.infinity }
    if probability >= 1 { return .infinity }
    if probability > 0.5 { return -quantile(1 - probability) }
    // Φ(−39) is below the least positive Double.
    var low = -39.0
    var high = 0.0
    while true {
      let middle = low + (high - low) / 2
      if middle <= low || middle >= high { return middle }
      if cumulative(middle) < probability { low = middle } else { high = middle }
    }
  }

  /// The z of a central interval: 1.96 for a confidence of 0.95.
  public static func deviations(confidence: Double) -> Double { -quantile((1 - confidence) / 2) }
}
