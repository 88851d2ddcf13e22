import SwiftCSV

/// Comma-separated values (RFC 4180): reading with the line of every record, and writing.
///
/// SwiftCSV splits the text. Lines are counted here, because it does not report them, and so are quotes, because it
/// accepts a quoted field that never ends. Writing is our own: SwiftCSV's leaves a field that holds a line break bare.
public enum CommaSeparatedValues {
  /// One record with the line of the text it begins on, counted from 1.
  public struct Record: Hashable, Sendable {
    public let line: Int
    public let fields: [String]
  }

  /// What separates the fields of a record.
  public enum Separator: Hashable, Sendable {
    case comma, semicolon, tab

    /// Commas, unless the first line has none and has tabs or semicolons, as tables of BIDS and of some offices do.
    public static func detected(in text: String) -> Separator {
      let first = text.prefix { !$0.isNewline }
      if first.contains(",") { return .comma }
      return first.contains("\t") ? .tab : first.contains(";") ? .semicolon : .comma
    }
  }

  /// The records of `text`, blank lines left out. Spaces before an unquoted field and a leading byte order mark go.
  /// - Throws: ``StatisticsError/malformedCSV(file:line:reason:)``.
  public static func records(
    in text: String, file: String, separator: Separator = .comma
  ) throws(StatisticsError) -> [Record] {
    // Without a final line break SwiftCSV drops a last field that is empty.
    let text = text.last?.isNewline == true ? text : text + "\n"
    var records: [Record] = []
    var line = 1
    do {
      // Read as the header only, so that the records come once and from the callback.
      let delimiter: CSVDelimiter =
        switch separator {
        case .comma: .comma
        case .semicolon: .semicolon
        case .tab: .tab
        }
      let csv = try EnumeratedCSV(string: text, delimiter: delimiter, loadColumns: false, rowLimit: 0)
      try csv.enumerateAsArray(startAt: 0, rowLimit: nil) { fields in
        if fields != [""] { records.append(Record(line: line, fields: fields)) }
        line += 1 + fields.reduce(0) { $0 + $1.count(where: \.isNewline) }
      }
    } catch CSVParseError.quotation(let reason) {
      throw .malformedCSV(file: file, line: line, reason: reason)
    } catch {
      throw .malformedCSV(file: file, line: line, reason: "\(error)")
    }
    guard text.count(where: { $0 == "\"" }).isMultiple(of: 2) else {
      // The record that swallowed the rest of the text is the last one.
      throw .malformedCSV(
        file: file, line: records.last?.line ?? 1, reason: "a quoted field that begins here never ends")
    }
    return records
  }

  /// The fields as one record that ends in CR LF, quoted where they must be.
  public static func record(_ fields: [String]) -> String {
    fields.map(quoted).joined(separator: ",") + "\r\n"
  }

  private static func quoted(_ field: String) -> String {
    let needsQuotes =
      field.contains { $0 == "," || $0 == "\"" || $0.isNewline }
      || field.first?.isWhitespace == true || field.last?.isWhitespace == true
    guard needsQuotes else { return field }
    return "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}
