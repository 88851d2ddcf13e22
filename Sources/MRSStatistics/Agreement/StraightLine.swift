/// The least-squares line y = intercept + slope·x with the interval of its slope.
public struct StraightLine: Hashable, Sendable, Codable {
  /// b = Σ(x−x̄)(y−ȳ)/Σ(x−x̄)², with b ± t·s/√Σ(x−x̄)², s² = Σe²/(n−2), t of n − 2 degrees of freedom. It assumes
  /// independent errors of one variance.
  public let slope: ConfidenceInterval
  /// ȳ − b·x̄.
  public let intercept: Double
  /// Pearson's r; `nil` where y does not vary.
  public let correlation: Double?
  /// s, the standard deviation of the residuals with n − 2 degrees of freedom.
  public let residualDeviation: Double

  /// `nil` where x does not vary.
  /// - Throws: ``StatisticsError``: counts that differ, fewer than three points, values that are not finite.
  public init?(x: [Double], y: [Double], confidence: Double = 0.95) throws(StatisticsError) {
    try ConfidenceInterval.validate(confidence: confidence)
    try StatisticsError.requireCount(y.count, x.count, "the points of a line")
    try StatisticsError.requireFinite(x, "x of a line")
    try StatisticsError.requireFinite(y, "y of a line")
    guard x.count >= 3 else { throw .tooFew(quantity: "the points of a line", found: x.count, needed: 3) }
    let n = Double(x.count)
    let meanX = x.reduce(0, +) / n
    let meanY = y.reduce(0, +) / n
    let sxx = x.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }
    let syy = y.reduce(0) { $0 + ($1 - meanY) * ($1 - meanY) }
    let sxy = zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) }
    guard sxx > 0 else { return nil }
    let b = sxy / sxx
    let residual = zip(x, y).reduce(0) { sum, point in
      let e = point.1 - meanY - b * (point.0 - meanX)
      return sum + e * e
    }
    residualDeviation = (residual / (n - 2)).squareRoot()
    let half =
      StudentDistribution.deviations(confidence: confidence, degreesOfFreedom: n - 2) * residualDeviation
      / sxx.squareRoot()
    slope = ConfidenceInterval(estimate: b, lower: b - half, upper: b + half, confidence: confidence)
    intercept = meanY - b * meanX
    correlation = syy > 0 ? max(-1, min(1, sxy / (sxx * syy).squareRoot())) : nil
  }
}
