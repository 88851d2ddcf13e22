/// A table of a configuration: values by key, in the order in which the keys were first set.
struct ConfigurationTable: Equatable, Sendable {
  /// Whether the table was written `{ … }`: such a table replaces what an earlier layer says, others are merged into it.
  var isInline = false
  private(set) var keys: [String] = []
  private var values: [String: ConfigurationValue] = [:]

  subscript(key: String) -> ConfigurationValue? {
    get { values[key] }
    set {
      guard let newValue else { return }
      if values.updateValue(newValue, forKey: key) == nil { keys.append(key) }
    }
  }

  /// This table with the keys in lexical order.
  func sorted() -> ConfigurationTable {
    var table = self
    table.keys.sort()
    return table
  }

  /// This table under a later layer: tables of both are merged key by key, anything else (arrays and inline tables
  /// too) is replaced by the later one.
  func overlaid(with later: ConfigurationTable) -> ConfigurationTable {
    var result = self
    for key in later.keys {
      guard let new = later[key] else { continue }
      if case .table(let below)? = result[key], case .table(let above) = new, !above.isInline {
        result[key] = .table(below.overlaid(with: above))
      } else {
        result[key] = new
      }
    }
    return result
  }

  static func == (left: ConfigurationTable, right: ConfigurationTable) -> Bool { left.values == right.values }
}
