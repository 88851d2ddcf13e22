/// A table as a value, of which HTML, text for terminals and CSV are made.
public struct Table: Hashable, Sendable {
  /// The head of a column.
  public struct Column: Hashable, Sendable {
    public let name: String
    /// The unit of its cells, shown below the name.
    public let unit: String?

    public init(_ name: String, unit: String? = nil) {
      self.name = name
      self.unit = unit
    }
  }

  public let title: String
  public let columns: [Column]
  public let rows: [[Cell]]
  public let footnotes: [String]

  /// - Throws: ``ReportError/raggedTable(table:row:found:expected:)``; rows are counted from 1.
  public init(title: String, columns: [Column], rows: [[Cell]], footnotes: [String] = []) throws(ReportError) {
    for (index, row) in rows.enumerated() where row.count != columns.count {
      throw .raggedTable(table: title, row: index + 1, found: row.count, expected: columns.count)
    }
    self.title = title
    self.columns = columns
    self.rows = rows
    self.footnotes = footnotes
  }

  /// True where no cell of the column is text: such columns are set flush right.
  public func isNumeric(column: Int) -> Bool {
    !rows.isEmpty && rows.allSatisfy { $0[column].isNumeric }
  }
}
