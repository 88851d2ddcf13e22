import MRSCore

extension Table {
  /// The table in aligned columns for a terminal, without its title, every line ended by a line break.
  ///
  /// Control characters in names become U+FFFD, so that a file cannot send commands to the terminal.
  public func text() -> String {
    let heads = columns.map { column in column.unit.map { "\(column.name) (\($0))" } ?? column.name }
    let lines = ([heads] + rows.map { $0.map(\.display) }).map { $0.map(\.printable) }
    let widths = columns.indices.map { index in lines.map { $0[index].count }.max() ?? 0 }
    let numeric = columns.indices.map(isNumeric(column:))
    var text = ""
    for (index, line) in lines.enumerated() {
      text += Self.joined(
        zip(line, zip(widths, numeric)).map { cell, style in
          let padding = String(repeating: " ", count: style.0 - cell.count)
          return style.1 ? padding + cell : cell + padding
        })
      if index == 0 { text += Self.joined(widths.map { String(repeating: "─", count: $0) }) }
    }
    return footnotes.reduce(text) { $0 + $1.printable + "\n" }
  }

  private static func joined(_ cells: [String]) -> String {
    let line = cells.joined(separator: "  ")
    return (line.lastIndex { $0 != " " }.map { String(line[...$0]) } ?? "") + "\n"
  }
}
