/// A number, a text or nothing, as programs are given what a cell holds.
enum TableField: Hashable {
  case text(String)
  case integer(Int)
  case number(Double)
  case none

  /// The shortest digits that read back as the same number; empty for one that is not known.
  var text: String {
    switch self {
    case .text(let text): text
    case .integer(let value): "\(value)"
    case .number(let value): value.isNaN ? "" : "\(value)"
    case .none: ""
    }
  }
}

extension Table {
  /// The heads of the fields, with their units: one of a column, two or three where it holds deviations or intervals.
  var fieldNames: [String] {
    zip(columns, parts).flatMap { column, parts in
      parts.map { part in column.name + part.rawValue + (column.unit.map { " (\($0))" } ?? "") }
    }
  }

  /// As many fields as there are names.
  func fields(of row: [Cell]) -> [TableField] {
    zip(row, parts).flatMap { cell, parts in parts.map { Self.field(cell, $0) } }
  }

  /// What a cell may hold beside its value, by what is behind the column's name.
  private enum Part: String {
    case value = ""
    case deviation = " SD"
    case lower = " lower"
    case upper = " upper"
  }

  /// The parts of each column: all that one of its cells has.
  private var parts: [[Part]] {
    columns.indices.map { column in
      var (hasDeviation, hasInterval) = (false, false)
      for row in rows {
        switch row[column] {
        case .measurement: hasDeviation = true
        case .interval, .proportion: hasInterval = true
        default: break
        }
      }
      return [.value] + (hasDeviation ? [.deviation] : []) + (hasInterval ? [.lower, .upper] : [])
    }
  }

  private static func field(_ cell: Cell, _ part: Part) -> TableField {
    switch (cell, part) {
    case (.text(let text), .value): .text(text)
    case (.integer(let value), .value): .integer(value)
    case (.number(let value, _), .value), (.measurement(let value, _), .value), (.pValue(let value), .value):
      .number(value)
    case (.measurement(_, let deviation), .deviation): .number(deviation)
    case (.interval(let interval), .value), (.proportion(let interval), .value): .number(interval.estimate)
    case (.interval(let interval), .lower), (.proportion(let interval), .lower): .number(interval.lower)
    case (.interval(let interval), .upper), (.proportion(let interval), .upper): .number(interval.upper)
    default: .none
    }
  }
}
