import Foundation
import MRSCore

/// The rows of a table with a header: cells by the name of their column.
struct NamedRecords {
  struct Row {
    /// Counted from 1, the header's.
    let line: Int
    /// Without spaces around; empty cells, and BIDS's `n/a`, are left out.
    let cells: [String: String]
  }

  let file: String
  let header: [String]
  let rows: [Row]

  /// - Throws: ``StatisticsError/unreadable(file:reason:)``, and as ``init(bytes:file:)``.
  init(contentsOf url: URL) throws(StatisticsError) {
    let bytes: Data
    do {
      bytes = try Data(wholeFile: url)
    } catch {
      throw .unreadable(file: url.path, reason: error.description)
    }
    try self.init(bytes: Array(bytes), file: url.path)
  }

  /// The table of UTF-8 bytes. Fields are separated by commas, or, where the header has none, by tabs or semicolons.
  /// - Throws: ``StatisticsError``, naming file, line and column.
  init(bytes: [UInt8], file: String) throws(StatisticsError) {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .notUTF8(file: file, offset: Self.firstInvalidByte(of: bytes))
    }
    let records = try CommaSeparatedValues.records(in: text, file: file, separator: .detected(in: text))
    guard let header = records.first?.fields.map(Self.trimmed) else { throw .emptyTable(file: file) }
    if let twice = header.first(where: { name in header.count { $0 == name } > 1 }) {
      throw .duplicateColumn(file: file, column: twice)
    }
    var rows: [Row] = []
    for record in records.dropFirst() {
      guard record.fields.count == header.count else {
        throw .fieldCount(file: file, line: record.line, found: record.fields.count, expected: header.count)
      }
      var cells: [String: String] = [:]
      for (name, field) in zip(header, record.fields) {
        let value = Self.trimmed(field)
        if !value.isEmpty && value != "n/a" { cells[name] = value }
      }
      rows.append(Row(line: record.line, cells: cells))
    }
    self.file = file
    self.header = header
    self.rows = rows
  }

  /// - Throws: ``StatisticsError/missingColumn(file:column:found:)``.
  func require(_ column: String) throws(StatisticsError) {
    guard header.contains(column) else { throw .missingColumn(file: file, column: column, found: header) }
  }

  private static func trimmed(_ field: String) -> String {
    field.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// The offset of the first byte that no valid UTF-8 text could hold there: the length of the longest valid prefix.
  private static func firstInvalidByte(of bytes: [UInt8]) -> Int {
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    var offset = 0
    while case .scalarValue(let scalar) = decoder.decode(&iterator) { offset += UTF8.width(scalar) }
    return offset
  }
}
