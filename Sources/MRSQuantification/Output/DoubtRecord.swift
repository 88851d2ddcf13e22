import MRSCore

/// A doubt as JSON has it.
public struct DoubtRecord: Codable, Hashable, Sendable {
  /// The kind of doubt: `Documentation/Doubts.md` has how often each is right.
  public let code: Doubt.Code
  /// `wrong`, `caution` or `note`.
  public let rank: String
  /// What was found, with the evidence.
  public let text: String
  /// What follows, and what to do.
  public let advice: String?

  public init(_ doubt: Doubt) {
    code = doubt.code
    rank = "\(doubt.rank)"
    text = doubt.description
    advice = doubt.code.advice
  }
}
