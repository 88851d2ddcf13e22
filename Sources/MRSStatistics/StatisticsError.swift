/// What a statistic, a table of subjects or a split could not be made from.
public enum StatisticsError: Error, Hashable, Sendable {
  /// Two sequences that must pair up do not.
  case countMismatch(quantity: String, found: Int, expected: Int)
  /// A statistic needs more values than it was given.
  case tooFew(quantity: String, found: Int, needed: Int)
  /// A value that must be finite is not.
  case notFinite(quantity: String, index: Int, value: String)
  /// A number lies outside the range in which the statistic is defined.
  case outOfRange(quantity: String, value: Double, expected: String)
  /// A classification needs both classes.
  case oneClassOnly(quantity: String, positives: Int, negatives: Int)
  /// A score that was named beforehand has a term that is not measured.
  case unknownFeature(score: String, feature: String, known: [String])
  /// An iteration ended without meeting its tolerance.
  case notConverged(procedure: String, iterations: Int)

  /// The table of subjects cannot be opened.
  case unreadable(file: String, reason: String)
  /// The table is not UTF-8; `offset` is the first byte that is not.
  case notUTF8(file: String, offset: Int)
  /// The table holds no header or no subjects.
  case emptyTable(file: String)
  /// The text is not comma-separated values (RFC 4180).
  case malformedCSV(file: String, line: Int, reason: String)
  /// A column that must be there is not.
  case missingColumn(file: String, column: String, found: [String])
  /// Two columns have one name.
  case duplicateColumn(file: String, column: String)
  /// A row has more or fewer fields than the header.
  case fieldCount(file: String, line: Int, found: Int, expected: Int)
  /// A cell that must hold a value is empty.
  case emptyCell(file: String, line: Int, column: String)
  /// A subject stands in the table twice.
  case duplicateSubject(file: String, line: Int, subject: String, firstLine: Int)
  /// A group is none of those the study compares.
  case unknownGroup(file: String, line: Int, group: String, known: [String])

  /// A group has fewer subjects than a split needs.
  case groupTooSmall(group: String, subjects: Int, needed: Int, purpose: String)
  /// A subject would be both learnt from and tested on.
  case overlap(subjects: [String])
  /// A split names a subject that the cohort does not hold.
  case unknownSubject(subject: String)
  /// A split names a subject twice on one side.
  case repeatedSubject(subject: String)
}

extension StatisticsError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .countMismatch(let quantity, let found, let expected):
      "\(quantity): \(found) values where \(expected) are needed; every value must have its partner"
    case .tooFew(let quantity, let found, let needed):
      "\(quantity): \(found) values are too few; at least \(needed) are needed"
    case .notFinite(let quantity, let index, let value):
      "\(quantity): value \(index) is \(value); it must be finite. Leave out what could not be measured"
    case .outOfRange(let quantity, let value, let expected):
      "\(quantity) is \(value); it must be \(expected)"
    case .oneClassOnly(let quantity, let positives, let negatives):
      "\(quantity): \(positives) positive and \(negatives) negative cases; both classes must be present"
    case .unknownFeature(let score, let feature, let known):
      "the score '\(score)': no '\(feature)' among what is measured (\(known.map { "'\($0)'" }.joined(separator: ", ")))"
    case .notConverged(let procedure, let iterations):
      "\(procedure) did not converge in \(iterations) iterations; a larger penalty makes it converge sooner"
    case .unreadable(let file, let reason):
      "\(file): the table of subjects cannot be read (\(reason)); give the path of a CSV file"
    case .notUTF8(let file, let offset):
      "\(file): byte \(offset) is not UTF-8; save the table as 'CSV UTF-8'"
    case .emptyTable(let file):
      "\(file): the table holds no subjects; its first line must be the header 'subject,group,file,water', "
        + "followed by one line a subject"
    case .malformedCSV(let file, let line, let reason):
      "\(file):\(line): not comma-separated values: \(reason). A field that holds a quote is written \"…\"\"…\""
    case .missingColumn(let file, let column, let found):
      "\(file):1: no column '\(column)' among \(found.map { "'\($0)'" }.joined(separator: ", ")); the header must "
        + "name subject, group and file, separated by commas"
    case .duplicateColumn(let file, let column):
      "\(file):1: column '\(column)' stands in the header twice; names of columns must differ"
    case .fieldCount(let file, let line, let found, let expected):
      "\(file):\(line): \(found) fields where the header names \(expected) columns; a field that holds a comma must "
        + "be quoted"
    case .emptyCell(let file, let line, let column):
      "\(file):\(line): column '\(column)' is empty; every subject needs one"
    case .duplicateSubject(let file, let line, let subject, let firstLine):
      "\(file):\(line): column 'subject': '\(subject)' is already on line \(firstLine); one line a subject, so that "
        + "no subject is counted twice"
    case .unknownGroup(let file, let line, let group, let known):
      "\(file):\(line): column 'group': '\(group)' is none of the groups compared "
        + "(\(known.map { "'\($0)'" }.joined(separator: ", "))); correct it or remove the line"
    case .groupTooSmall(let group, let subjects, let needed, let purpose):
      "group '\(group)' has \(subjects) subjects, but \(purpose) needs at least \(needed) of each group"
    case .overlap(let subjects):
      "\(subjects.count) subjects are in both training and test "
        + "(\(subjects.map { "'\($0)'" }.joined(separator: ", "))); a subject may be in one only"
    case .unknownSubject(let subject):
      "the split names subject '\(subject)', who is not in the cohort"
    case .repeatedSubject(let subject):
      "the split names subject '\(subject)' twice on one side; once is enough"
    }
  }
}
