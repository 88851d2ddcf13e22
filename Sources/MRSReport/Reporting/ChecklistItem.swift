import MRSStatistics

/// One item of a reporting checklist, with what a program can say to it.
public struct ChecklistItem: Hashable, Sendable {
  /// As the checklist numbers it: "12a".
  public let number: String
  public let section: String
  /// What is asked, in our words.
  public let topic: String
  /// What the program says, with facts by name in braces; empty where it can know nothing.
  let answer: String
  /// What remains for the author, where the program's answer is a part only.
  let left: String

  /// The item with the facts of a study put in.
  public struct Answer: Hashable, Sendable {
    /// `nil` where the program cannot say it.
    public let text: String?
    /// What the author must state; `nil` for nothing.
    public let left: String?

    public init(text: String?, left: String?) {
      self.text = text
      self.left = left
    }
  }

  /// The answer for a study: whole where every fact it names is known, otherwise none.
  public func answer(_ facts: StudyFacts) -> Answer {
    let values = facts.values
    var text = answer
    for name in Self.names(in: answer) {
      guard let value = values[name] else { return Answer(text: nil, left: topic) }
      text = text.replacing("{\(name)}", with: value)
    }
    guard !text.isEmpty else { return Answer(text: nil, left: topic) }
    return Answer(text: text, left: left.isEmpty ? nil : left)
  }

  /// The facts that an answer names.
  static func names(in template: String) -> [String] {
    template.split(separator: "{", omittingEmptySubsequences: false).dropFirst().compactMap {
      part in
      part.split(separator: "}", omittingEmptySubsequences: false).first.map(String.init)
    }
  }
}
