/// The amount of one species in one voxel, with its uncertainty.
public struct Amount: Hashable, Sendable, Codable {
  /// What the standard deviation is the deviation of.
  public enum UncertaintyKind: String, Hashable, Sendable, Codable {
    /// The Cramér–Rao lower bound at the estimate, from the noise and the fitted model: nothing of amounts, shifts or
    /// widths was assumed.
    case cramerRao = "Cramér–Rao bound"
    /// The same with soft priors in it, on shifts, widths, phase or lineshape: smaller than the bound of the data alone.
    case penalizedBound = "bound with soft priors"
    /// The Laplace approximation of a posterior: noise and priors.
    case posterior = "posterior (Laplace)"
    /// Draws from the posterior of noise and priors, without approximation but for their finite number.
    case sampledPosterior = "posterior (MCMC)"
    /// Weighted draws from the same posterior, by importance sampling.
    case weightedPosterior = "posterior (importance sampling)"
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
  /// How it is distributed; ``value`` and ``standardDeviation`` are its mean and deviation, but for what zero cuts off.
  public let distribution: Distribution

  public init(
    name: String, value: Double, standardDeviation: Double, uncertainty: UncertaintyKind, isAtBound: Bool = false,
    distribution: Distribution = .normal
  ) {
    self.name = name
    self.value = value
    self.standardDeviation = standardDeviation
    self.uncertainty = uncertainty
    self.isAtBound = isAtBound
    self.distribution = distribution
  }

  /// The standard deviation in percent of the amount, the field's "%SD" or "CRLB %"; `nil` for an amount of zero.
  public var percentDeviation: Double? { value > 0 ? 100 * standardDeviation / value : nil }

  /// The same amount in another unit.
  package func scaled(by factor: Double) -> Amount {
    Amount(
      name: name, value: factor * value, standardDeviation: factor * standardDeviation, uncertainty: uncertainty,
      isAtBound: isAtBound, distribution: distribution.scaled(by: factor))
  }

  /// The same amount with another mean and deviation; where it is distributed in its logarithm, its median moves and its
  /// spread widens by as much. An amount that nothing is known of stays that.
  package func moved(to value: Double, standardDeviation: Double) -> Amount {
    guard self.value > 0, self.standardDeviation > 0, standardDeviation.isFinite else {
      return Amount(
        name: name, value: value, standardDeviation: standardDeviation, uncertainty: uncertainty,
        isAtBound: isAtBound && value == 0, distribution: distribution)
    }
    let factor = value / self.value
    let inflation = standardDeviation / (factor * self.standardDeviation)
    return Amount(
      name: name, value: value, standardDeviation: standardDeviation, uncertainty: uncertainty, isAtBound: isAtBound,
      distribution: distribution.scaled(by: factor, inflation: inflation))
  }

  /// The same amount by another name.
  func named(_ name: String) -> Amount {
    Amount(
      name: name, value: value, standardDeviation: standardDeviation, uncertainty: uncertainty, isAtBound: isAtBound,
      distribution: distribution)
  }
}
