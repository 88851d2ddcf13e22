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

  /// The species or the sum of species, as the basis names it.
  public let name: String
  /// The amount in the unit of the ``Quantification``.
  public let value: Double
  /// One standard deviation, in the same unit; infinite where the data say nothing.
  public let standardDeviation: Double
  public let uncertainty: UncertaintyKind
  /// True where a non-negative estimate sits at zero: the interval is then one-sided.
  public let isAtBound: Bool
  /// The standard deviation of the amount's logarithm where its posterior is log-normal: ``value`` is then that
  /// posterior's mean.
  public let logDeviation: Double?

  public init(
    name: String, value: Double, standardDeviation: Double, uncertainty: UncertaintyKind, isAtBound: Bool = false,
    logDeviation: Double? = nil
  ) {
    self.name = name
    self.value = value
    self.standardDeviation = standardDeviation
    self.uncertainty = uncertainty
    self.isAtBound = isAtBound
    self.logDeviation = logDeviation
  }

  /// The standard deviation in percent of the amount, the field's "%SD" or "CRLB %"; `nil` for an amount of zero.
  public var percentDeviation: Double? { value > 0 ? 100 * standardDeviation / value : nil }

  /// The central interval of the given half-width in standard deviations (1.645 holds 90 % of a normal), cut at zero;
  /// of a log-normal posterior that of its logarithm.
  public func interval(deviations: Double) -> ClosedRange<Double> {
    if let logDeviation {
      let median = value * .exp(-logDeviation * logDeviation / 2)
      return median * .exp(-deviations * logDeviation)...median * .exp(deviations * logDeviation)
    }
    let low = max(0, value - deviations * standardDeviation)
    return low...max(low, value + deviations * standardDeviation)
  }
}
