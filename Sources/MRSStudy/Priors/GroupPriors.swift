import MRSCore
import MRSModel

/// How amounts are distributed between the patients of each group, as far as the scans of a few tell.
///
/// Groups differ by their means; what patients of a group differ by is one covariance for all groups, since few patients
/// determine a mean, fewer a covariance (own variances of ten patients cost accuracy, `Documentation/Decisions/0019`).
public struct GroupPriors: Sendable, Hashable {
  /// ln a ~ N(μ_g, Σ) of each group.
  public let groups: [String: AmountDistribution]
  /// The same with what the means are uncertain by: Σ + V, V that of the mean. How the next patient is expected to be.
  public let predictive: [String: AmountDistribution]
  /// By group, in the order of the names: the standard error of μ.
  public let meanErrors: [String: [Double]]
  /// How far the differences between groups can be trusted, 0 to 1: τ²/(τ² + s²), τ² the mean square difference beyond chance
  /// and s² that which chance makes, both in units of Σ. Log-odds of few patients are too bold by about this factor.
  public let trust: Double
}
