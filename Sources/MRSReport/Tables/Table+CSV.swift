import MRSStatistics

extension Table {
  /// The table as RFC 4180 text for programs: numbers in full precision with a point and the ASCII minus sign, unknown
  /// ones empty. A column that holds deviations or intervals becomes two or three, named `… SD` or `… lower` and
  /// `… upper`.
  public func csv() -> String {
    let heads = CommaSeparatedValues.record(fieldNames)
    return rows.reduce(into: heads) { text, row in
      text += CommaSeparatedValues.record(fields(of: row).map(\.text))
    }
  }
}
