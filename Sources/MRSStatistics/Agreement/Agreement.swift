/// How well the estimates of one target agree with the truth of simulated spectra.
public struct Agreement: Hashable, Sendable, Codable {
  /// The species or sum of species.
  public let target: String
  public let count: Int
  /// √(mean (estimate − truth)²), in the unit of the amounts.
  public let rootMeanSquareError: Double
  /// Mean |estimate − truth|/|truth| in percent over the ``count`` − ``zeroTruths`` examples whose truth is not zero;
  /// `nil` where every truth is zero.
  public let meanAbsolutePercentageError: Double?
  /// The number of examples of truth zero, which no percentage can describe.
  public let zeroTruths: Int
  /// Mean (estimate − truth) with Student's interval, in the unit of the amounts.
  public let bias: ConfidenceInterval
  /// The line of estimate on truth: a slope of 1 is ideal; 0 says that the prior was returned, whatever the spectrum.
  /// `nil` where the truth does not vary.
  public let line: StraightLine?
  /// The share of examples whose interval holds the truth, with its exact (Clopper–Pearson) interval; `nil` without
  /// intervals.
  public let coverage: ConfidenceInterval?
  /// The coverage that the intervals claim.
  public let nominalCoverage: Double?

  /// - Parameters:
  ///   - intervals: One interval an example, claiming to hold the truth with probability `nominalCoverage`.
  ///   - confidence: That of the intervals of bias, slope and coverage.
  /// - Throws: ``StatisticsError``: counts that differ, fewer than three examples, values that are not finite.
  public init(
    target: String, truths: [Double], estimates: [Double],
    intervals: (ranges: [ClosedRange<Double>], nominalCoverage: Double)? = nil, confidence: Double = 0.95
  ) throws(StatisticsError) {
    try ConfidenceInterval.validate(confidence: confidence)
    try StatisticsError.requireCount(estimates.count, truths.count, "the estimates of \(target)")
    try StatisticsError.requireFinite(truths, "the truths of \(target)")
    try StatisticsError.requireFinite(estimates, "the estimates of \(target)")
    guard truths.count >= 3 else {
      throw .tooFew(quantity: "the examples of \(target)", found: truths.count, needed: 3)
    }
    let n = Double(truths.count)
    let errors = zip(estimates, truths).map { $0 - $1 }
    let meanError = errors.reduce(0, +) / n
    let variance = errors.reduce(0) { $0 + ($1 - meanError) * ($1 - meanError) } / (n - 1)
    let half =
      StudentDistribution.deviations(confidence: confidence, degreesOfFreedom: n - 1) * (variance / n).squareRoot()
    let relative = zip(errors, truths).compactMap { $1 == 0 ? nil : abs($0 / $1) }

    self.target = target
    count = truths.count
    rootMeanSquareError = (errors.reduce(0) { $0 + $1 * $1 } / n).squareRoot()
    meanAbsolutePercentageError =
      relative.isEmpty ? nil : 100 * relative.reduce(0, +) / Double(relative.count)
    zeroTruths = truths.count - relative.count
    bias = ConfidenceInterval(
      estimate: meanError, lower: meanError - half, upper: meanError + half, confidence: confidence)
    line = try StraightLine(x: truths, y: estimates, confidence: confidence)
    if let intervals {
      try StatisticsError.requireCount(intervals.ranges.count, truths.count, "the intervals of \(target)")
      try ConfidenceInterval.validate(confidence: intervals.nominalCoverage)
      coverage = try BinomialInterval.clopperPearson(
        successes: zip(intervals.ranges, truths).count { $0.contains($1) }, trials: truths.count,
        confidence: confidence)
      nominalCoverage = intervals.nominalCoverage
    } else {
      coverage = nil
      nominalCoverage = nil
    }
  }
}
