import MRSModel

/// What is known of the amounts before the spectrum; none is ever negative.
public enum AmountPrior: Hashable, Sendable {
  /// Every amount from zero on is as likely: the prior of `nlsf`.
  case flat
  /// Gaussian, cut at zero; species not named are flat.
  case normal(NormalAmounts)
  /// Gaussian in ratios of amounts, as LCModel has it.
  case ratios([AmountRatio])
  /// Multivariate log-normal, from which synthetic spectra are drawn.
  case logNormal(AmountDistribution)

  /// The joint distribution, where it is one.
  public var distribution: AmountDistribution? {
    if case .logNormal(let distribution) = self { distribution } else { nil }
  }
}
