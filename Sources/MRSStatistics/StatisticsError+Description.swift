import MRSCore

extension StatisticsError: CustomStringConvertible {
  /// One line without control characters, no longer than a message can be, whatever a file holds.
  public var description: String { text.count > 2000 ? String(text.prefix(2000)).printable + "…" : text.printable }

  private var text: String {
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
      "\(file):1: no column '\(column)' among \(found.map { "'\($0)'" }.joined(separator: ", ")); name the column "
        + "that is meant (by default subject, group and file, separated by commas)"
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
    case .conflictingGroup(let file, let line, let subject, let groups):
      "\(file):\(line): subject '\(subject)' is of group '\(groups[1])' here and of '\(groups[0])' in an earlier row; "
        + "correct one of them"
    case .unknownLabel(let label, let known):
      "'\(label)' is none of the groups compared (\(known.map { "'\($0)'" }.joined(separator: ", "))); say for these which values "
        + "of the table they are, as \(known.enumerated().map { "\($1)=\($0)" }.joined(separator: ","))"
    case .groupCount(let file, let column, let found):
      "\(file): column '\(column)' names \(found.count) group\(found.count == 1 ? "" : "s"): "
        + "\(found.joined(separator: ", ")); a study compares two. Say which values are the two groups"
    case .noScans(let file, let refused):
      "\(file): no subject has a scan that is there. "
        + refused.prefix(5).map { "\($0.subject): \($0.reason)\($0.file.map { " (\($0))" } ?? "")" }.joined(
          separator: "; ")
        + (refused.count > 5 ? "; and \(refused.count - 5) more" : "")
    case .groupFolders(let folder, let found, let known):
      "\(folder): no folders of the two groups (\(known.map { "'\($0)'" }.joined(separator: ", "))) among "
        + (found.isEmpty ? "none" : found.prefix(10).map { "'\($0)'" }.joined(separator: ", "))
        + "; expected GROUP/SUBJECT/…, a BIDS folder with participants.tsv, or a table"
    case .repeatedFolder(let folder, let subject, let places):
      "\(folder): subject '\(subject)' has the folders \(places.map { "'\($0)'" }.joined(separator: " and ")); a subject "
        + "is of one group"
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
