/// One subject's input to a classifier with the truth about the subject.
public struct LabelledExample<Input> {
  /// The subject's id.
  public let subject: String
  public let group: String
  /// True for the group sought.
  public let isPositive: Bool
  public let input: Input

  public init(subject: String, group: String, isPositive: Bool, input: Input) {
    self.subject = subject
    self.group = group
    self.isPositive = isPositive
    self.input = input
  }
}

extension LabelledExample: Sendable where Input: Sendable {}
