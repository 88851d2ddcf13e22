import Numerics

/// The amount of one species in one voxel, with its uncertainty.
public struct Amount: Hashable, Sendable, Codable {
  /// What the standard deviation is the deviation of.
  public enum UncertaintyKind: String, Hashable, Sendable, Codable {
    /// The Cramér–Rao lower bound at the estimate, from the noise and the fitted model.
    case cramerRao = "Cramér–Rao bound"
    /// The Laplace approximation of a posterior: noise and priors.
    case posterior = "posterior (Laplace)"
    /// Draws from the posterior of noise and priors, without approximation but for their finite number.
    case sampledPosterior = "posterior (MCMC)"
    /// A network's predictive distribution, calibrated on held-out synthetic spectra.
    case predictive = "predictive (network)"
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

  /// The species or the sum of species, as the basis names it.
  public let name: String
  /// The amount in the unit of the ``Quantification``.
  public let value: Double
  /// One standard deviation, in the same unit; infinite where the data say nothing.
  public let standardDeviation: Double
  public let uncertainty: UncertaintyKind
  /// True where a non-negative estimate sits at zero: the interval is then one-sided.
  public let isAtBound: Bool
  /// How the amount's logarithm spreads where its posterior was found in it: ``value`` is then that posterior's mean.
  public let spread: LogarithmicSpread?

  public init(
    name: String, value: Double, standardDeviation: Double, uncertainty: UncertaintyKind, isAtBound: Bool = false,
    spread: LogarithmicSpread? = nil
  ) {
    self.name = name
    self.value = value
    self.standardDeviation = standardDeviation
    self.uncertainty = uncertainty
    self.isAtBound = isAtBound
    self.spread = spread
  }

  /// The standard deviation in percent of the amount, the field's "%SD" or "CRLB %"; `nil` for an amount of zero.
  public var percentDeviation: Double? { value > 0 ? 100 * standardDeviation / value : nil }

  /// The central interval of the given half-width in standard deviations (1.645 holds 90 % of a normal), cut at zero;
  /// of a posterior found in the logarithm, that of its quantiles.
  public func interval(deviations: Double) -> ClosedRange<Double> {
    if let spread {
      return spread.median * .exp(-deviations * spread.below)...spread.median * .exp(deviations * spread.above)
    }
    let low = max(0, value - deviations * standardDeviation)
    return low...max(low, value + deviations * standardDeviation)
  }
}
