/// What cannot be drawn or laid out.
public enum ReportError: Error, Hashable, Sendable {
  /// A value to be drawn is not finite.
  case notFinite(figure: String, quantity: String, index: Int, value: String)
  /// Two sequences that must pair up do not.
  case countMismatch(figure: String, quantity: String, found: Int, expected: Int)
  /// A figure has nothing to draw.
  case empty(figure: String, quantity: String)
  /// A value on a logarithmic axis is not positive.
  case notPositive(figure: String, quantity: String, value: Double)
  /// A row of a table does not have one cell a column.
  case raggedTable(table: String, row: Int, found: Int, expected: Int)
  /// A template of this module cannot be parsed.
  case template(name: String, reason: String)
}

extension ReportError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notFinite(let figure, let quantity, let index, let value):
      "figure '\(figure)': \(quantity): value \(index) is \(value); only finite numbers can be drawn"
    case .countMismatch(let figure, let quantity, let found, let expected):
      "figure '\(figure)': \(quantity) holds \(found) values where \(expected) are needed"
    case .empty(let figure, let quantity):
      "figure '\(figure)': there are no \(quantity) to draw; leave the figure out"
    case .notPositive(let figure, let quantity, let value):
      "figure '\(figure)': \(quantity) holds \(value), which has no place on a logarithmic axis; use a linear one"
    case .raggedTable(let table, let row, let found, let expected):
      "table '\(table)': row \(row) has \(found) cells where the header names \(expected) columns"
    case .template(let name, let reason):
      "template '\(name).mustache' cannot be parsed: \(reason)"
    }
  }
}

extension ReportError {
  static func requireFinite(_ values: [Double], _ quantity: String, in figure: String) throws(ReportError) {
    if let index = values.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(figure: figure, quantity: quantity, index: index, value: "\(values[index])")
    }
  }

  static func requirePositive(_ values: [Double], _ quantity: String, in figure: String) throws(ReportError) {
    if let value = values.first(where: { $0 <= 0 }) {
      throw .notPositive(figure: figure, quantity: quantity, value: value)
    }
  }

  static func requireCount(
    _ found: Int, _ expected: Int, _ quantity: String, in figure: String
  ) throws(ReportError) {
    guard found == expected else {
      throw .countMismatch(figure: figure, quantity: quantity, found: found, expected: expected)
    }
  }
}
