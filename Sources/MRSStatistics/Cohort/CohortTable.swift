/// The subjects of a study, in the order of its table.
public struct CohortTable: Hashable, Sendable, Codable {
  public let subjects: [Subject]

  /// - Throws: ``StatisticsError``: no subjects, an id twice, an empty id, group or file; lines are counted as in
  ///   ``csv()``, where the first subject stands on line 2.
  public init(subjects: [Subject]) throws(StatisticsError) {
    try self.init(records: subjects.enumerated().map { (line: $0.offset + 2, subject: $0.element) }, file: "cohort")
  }

  init(records: [(line: Int, subject: Subject)], file: String) throws(StatisticsError) {
    guard !records.isEmpty else { throw .emptyTable(file: file) }
    var lines: [String: Int] = [:]
    for (line, subject) in records {
      for (column, value) in [("subject", subject.id), ("group", subject.group), ("file", subject.file)]
      where value.allSatisfy(\.isWhitespace) {
        throw .emptyCell(file: file, line: line, column: column)
      }
      if let first = lines[subject.id] {
        throw .duplicateSubject(file: file, line: line, subject: subject.id, firstLine: first)
      }
      lines[subject.id] = line
    }
    subjects = records.map(\.subject)
  }

  /// The groups in order of first appearance.
  public var groups: [String] {
    var found: [String] = []
    for subject in subjects where !found.contains(subject.group) { found.append(subject.group) }
    return found
  }

  /// The subjects of one group, in the table's order.
  public func subjects(in group: String) -> [Subject] { subjects.filter { $0.group == group } }

  public subscript(id: String) -> Subject? { subjects.first { $0.id == id } }

  public init(from decoder: any Decoder) throws {
    try self.init(subjects: [Subject](from: decoder))
  }

  public func encode(to encoder: any Encoder) throws { try subjects.encode(to: encoder) }
}
