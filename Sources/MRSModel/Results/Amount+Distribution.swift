import MRSStatistics
import Numerics

extension Amount {
  /// How an amount is distributed, as the method that found it knows it: never guessed back from mean and deviation.
  public enum Distribution: Hashable, Sendable, Codable {
    /// A normal of the amount's value and standard deviation, cut at zero.
    case normal
    /// A normal of the logarithm, of the amount in the unit of the quantification.
    case logNormal(logMean: Double, logDeviation: Double)
    /// A posterior found in the logarithm, with a spread of its own on either side.
    case logarithmic(LogarithmicSpread)
    /// Draws, by their quantiles: rising probabilities between 0 and 1, and the amounts there. Between them they are
    /// joined by straight lines; beyond the last nothing is known.
    case quantiles(probabilities: [Double], values: [Double])

    /// With the amount in another unit, and in its logarithm `inflation` times as wide.
    package func scaled(by factor: Double, inflation: Double = 1) -> Distribution {
      switch self {
      case .normal: .normal
      case .logNormal(let mean, let deviation):
        .logNormal(logMean: mean + .log(factor), logDeviation: inflation * deviation)
      case .logarithmic(let spread): .logarithmic(spread.scaled(by: factor, inflation: inflation))
      case .quantiles(let probabilities, let values):
        .quantiles(probabilities: probabilities, values: values.map { factor * $0 })
      }
    }
  }

  /// A posterior on positive amounts, by its quantiles: a normal in the logarithm with a deviation of its own on either
  /// side of the median.
  public struct LogarithmicSpread: Hashable, Sendable, Codable {
    /// In the unit of the amount.
    public let median: Double
    /// The deviations of the logarithm, from the quantiles of 5 and 95 %.
    public let below: Double
    public let above: Double

    public init(median: Double, below: Double, above: Double) {
      self.median = median
      self.below = below
      self.above = above
    }

    /// With the amount in another unit, and with deviations `inflation` times as large.
    package func scaled(by factor: Double, inflation: Double = 1) -> LogarithmicSpread {
      LogarithmicSpread(median: factor * median, below: inflation * below, above: inflation * above)
    }
  }

  /// The central interval that holds the amount with the given probability, such as 0.9, under its ``distribution``; of a
  /// normal cut at zero. It holds every amount where the data say nothing.
  public func interval(confidence: Double) -> ClosedRange<Double> {
    precondition(confidence > 0 && confidence < 1)
    return interval(
      deviations: NormalDistribution.deviations(confidence: confidence), tail: (1 - confidence) / 2)
  }

  /// The interval that a normal has within the given number of deviations on either side (1.645 hold 90 %), by the same
  /// probabilities where the distribution is another.
  public func interval(deviations: Double) -> ClosedRange<Double> {
    interval(deviations: deviations, tail: NormalDistribution.upperTail(deviations))
  }

  private func interval(deviations: Double, tail: Double) -> ClosedRange<Double> {
    switch distribution {
    case .normal:
      guard standardDeviation.isFinite else { return 0...Double.greatestFiniteMagnitude }
      let low = max(0, value - deviations * standardDeviation)
      return low...max(low, value + deviations * standardDeviation)
    case .logNormal(let mean, let deviation):
      return Double.exp(mean - deviations * deviation)...Double.exp(mean + deviations * deviation)
    case .logarithmic(let spread):
      return spread.median * .exp(-deviations * spread.below)...spread.median * .exp(deviations * spread.above)
    case .quantiles(let probabilities, let values):
      let low = Self.quantile(tail, probabilities, values)
      return low...max(low, Self.quantile(1 - tail, probabilities, values))
    }
  }

  private static func quantile(_ share: Double, _ probabilities: [Double], _ values: [Double]) -> Double {
    guard let above = probabilities.firstIndex(where: { $0 >= share }) else { return values.last ?? .nan }
    guard above > 0 else { return values[0] }
    let part = (share - probabilities[above - 1]) / (probabilities[above] - probabilities[above - 1])
    return values[above - 1] + part * (values[above] - values[above - 1])
  }
}
