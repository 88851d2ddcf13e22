/// What a classifier said of one subject whom it had not learnt from.
public struct SubjectScore: Hashable, Sendable, Codable {
  /// The subject's id.
  public let subject: String
  public let group: String
  /// True for the group sought.
  public let isPositive: Bool
  /// The probability of the positive group, between 0 and 1.
  public let score: Double

  public init(subject: String, group: String, isPositive: Bool, score: Double) {
    self.subject = subject
    self.group = group
    self.isPositive = isPositive
    self.score = score
  }
}
