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
  /// A subject is of one group in one row and of another in the next.
  case conflictingGroup(file: String, line: Int, subject: String, groups: [String])
  /// The values of a table are said to stand for a group that the study does not compare.
  case unknownLabel(label: String, known: [String])
  /// A study compares two groups; `found` has those of the table, with their sizes.
  case groupCount(file: String, column: String, found: [String])
  /// No subject has a scan that is there.
  case noScans(file: String, refused: [RefusedScan])
  /// A folder does not hold folders of the two groups.
  case groupFolders(folder: String, found: [String], known: [String])
  /// A subject has a folder in two groups.
  case repeatedFolder(folder: String, subject: String, places: [String])

  /// A group has fewer subjects than a split needs.
  case groupTooSmall(group: String, subjects: Int, needed: Int, purpose: String)
  /// A subject would be both learnt from and tested on.
  case overlap(subjects: [String])
  /// A split names a subject that the cohort does not hold.
  case unknownSubject(subject: String)
  /// A split names a subject twice on one side.
  case repeatedSubject(subject: String)
}
