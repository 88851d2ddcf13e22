import MRSModel

/// The a-priori knowledge of a study: what the fits of its first patients say about amounts, per group and together.
public struct CohortPrior: Sendable, Codable, Hashable {
  /// By group; for the classes of the cCNN.
  public let groups: [String: AmountDistribution]
  /// Both groups as one; widened, for the qCNN.
  public let union: AmountDistribution

  public init(groups: [String: AmountDistribution], union: AmountDistribution) {
    self.groups = groups
    self.union = union
  }
}
