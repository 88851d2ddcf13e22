import MRSStatistics

/// One typed cell of a table.
public enum Cell: Hashable, Sendable {
  case text(String)
  case integer(Int)
  /// A number with so many significant digits.
  case number(Double, digits: Int = 3)
  /// A value with its standard deviation.
  case measurement(Double, deviation: Double)
  case interval(ConfidenceInterval)
  /// A share with its interval, shown in per cent, exported as a share of one.
  case proportion(ConfidenceInterval)
  case pValue(Double)
  case missing

  /// The cell as people read it.
  public var display: String {
    switch self {
    case .text(let text): text
    case .integer(let value): value < 0 ? "−\(value.magnitude)" : "\(value)"
    case .number(let value, let digits): NumberText.significant(value, digits: digits)
    case .measurement(let value, let deviation): NumberText.measurement(value, deviation: deviation)
    case .interval(let interval): NumberText.interval(interval)
    case .proportion(let interval): NumberText.proportion(interval)
    case .pValue(let p): NumberText.pValue(p)
    case .missing: NumberText.missing
    }
  }

  /// True for what is set flush right.
  public var isNumeric: Bool {
    if case .text = self { false } else { true }
  }
}
