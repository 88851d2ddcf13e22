extension StudyProtocol {
  public struct CohortSection: Hashable, Sendable, Codable {
    public var negativeGroup: String
    public var positiveGroup: String
    public var negatives: Int
    public var positives: Int
    public var priorSubjects: Int
    /// k: every ratio is taken to the power k.
    public var effect: Double
  }

  public struct PriorSection: Hashable, Sendable, Codable {
    public var widening: Double
    public var minimumDeviation: Double
  }
}
