import MRSStatistics

extension Table {
  /// The table as RFC 4180 text for programs: numbers in full precision with a point and the ASCII minus sign, unknown
  /// ones empty. A column that holds deviations or intervals becomes two or three, named `… SD` or `… lower` and
  /// `… upper`.
  public func csv() -> String {
    let parts = columns.indices.map(suffixes(of:))
    let heads = zip(columns, parts).flatMap { column, suffixes in
      suffixes.map { suffix in column.name + suffix + (column.unit.map { " (\($0))" } ?? "") }
    }
    return rows.reduce(into: CommaSeparatedValues.record(heads)) { text, row in
      text += CommaSeparatedValues.record(zip(row, parts).flatMap(Self.fields))
    }
  }

  private func suffixes(of column: Int) -> [String] {
    var hasDeviation = false
    var hasInterval = false
    for row in rows {
      switch row[column] {
      case .measurement: hasDeviation = true
      case .interval, .proportion: hasInterval = true
      default: break
      }
    }
    return [""] + (hasDeviation ? [" SD"] : []) + (hasInterval ? [" lower", " upper"] : [])
  }

  private static func fields(_ cell: Cell, _ suffixes: [String]) -> [String] {
    suffixes.map { suffix in
      switch (cell, suffix) {
      case (.text(let text), ""): text
      case (.integer(let value), ""): "\(value)"
      case (.number(let value, _), ""), (.measurement(let value, _), ""), (.pValue(let value), ""): field(value)
      case (.measurement(_, let deviation), " SD"): field(deviation)
      case (.interval(let interval), ""), (.proportion(let interval), ""): field(interval.estimate)
      case (.interval(let interval), " lower"), (.proportion(let interval), " lower"): field(interval.lower)
      case (.interval(let interval), " upper"), (.proportion(let interval), " upper"): field(interval.upper)
      default: ""
      }
    }
  }

  /// The shortest digits that read back as the same number; empty for one that is not known.
  private static func field(_ value: Double) -> String { value.isNaN ? "" : "\(value)" }
}
