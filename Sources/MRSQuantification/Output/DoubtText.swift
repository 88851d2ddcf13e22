import MRSCore

/// The doubts of a result as people read them: the few that matter first, each with what follows and what to do; those that
/// concern many species in one sentence.
public struct DoubtText: Sendable {
  /// The numbers are probably wrong, or may be: each with its advice.
  public let serious: [String]
  /// What a careful reader wants to know.
  public let notes: [String]

  /// - Parameter doubts: the most serious first.
  public init(_ doubts: [Doubt]) {
    var notes: [String] = []
    var absent: [String] = []
    var unidentified: [String] = []
    var ended: [String] = []
    for doubt in doubts where doubt.rank == .note {
      switch doubt {
      case .amountAtBound(let name): absent.append(name)
      case .unidentified(let name, let percent):
        unidentified.append(percent.isFinite ? "\(name) (\(Int(min(percent, 1e6).rounded())) %)" : name)
      case .parameterAtBound(let name, let value): ended.append("\(name) \((value * 1000).rounded() / 1000)")
      default: notes.append(doubt.description)
      }
    }
    if !ended.isEmpty { notes.append("ended at the end of their range: \(ended.joined(separator: ", "))") }
    if !unidentified.isEmpty {
      notes.append("not identified, uncertainty above 50 %: \(unidentified.joined(separator: ", "))")
    }
    if !absent.isEmpty {
      notes.append("at the lower bound of zero, read as 'not detected': \(absent.joined(separator: ", "))")
    }
    self.notes = notes
    serious = doubts.filter { $0.rank != .note }.map { doubt in
      let mark = doubt.rank == .wrong ? "PROBABLY WRONG: " : ""
      return mark + doubt.description + (doubt.code.advice.map { ". \($0)" } ?? "")
    }
  }

  /// All, in order.
  public var all: [String] { serious + notes }
}
