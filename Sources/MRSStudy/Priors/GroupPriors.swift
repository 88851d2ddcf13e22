import MRSCore
import MRSModel

/// How amounts are distributed between the patients of each group, as far as the scans of a few tell.
///
/// Groups differ by their means; what patients of a group differ by is one covariance for all groups, since few patients
/// determine a mean, fewer a covariance (own variances of ten patients cost accuracy, `Documentation/Decisions/0019`).
public struct GroupPriors: Sendable, Hashable {
  /// ln a ~ N(μ_g, Σ) of each group.
  public let groups: [String: AmountDistribution]
  /// By group, in the order of the names: the standard error of μ.
  public let meanErrors: [String: [Double]]
  /// κ: how far groups were let lie apart, in deviations between patients.
  public let reach: Double
}
