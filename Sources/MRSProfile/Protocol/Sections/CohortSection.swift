extension StudyProtocol {
  /// The two groups of patients, how many of each, and how far they lie apart.
  public struct CohortSection: Hashable, Sendable, Codable {
    public var negativeGroup: String
    public var positiveGroup: String
    public var negatives: Int
    public var positives: Int
    public var priorSubjects: Int
    /// k: every ratio is taken to the power k.
    public var effect: Double
  }

  /// How the prior of the qCNN is made wider than what the groups say.
  public struct PriorSection: Hashable, Sendable, Codable {
    public var widening: Double
    public var minimumDeviation: Double
  }
}
