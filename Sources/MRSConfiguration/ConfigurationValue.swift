/// A configuration apart from its text: what TOML can say, without its dates, which are read as strings.
indirect enum ConfigurationValue: Equatable, Sendable {
  case boolean(Bool)
  case integer(Int64)
  case float(Double)
  case string(String)
  case array([ConfigurationValue])
  case table(ConfigurationTable)

  /// The value as an error quotes it, with its type.
  var quoted: String {
    switch self {
    case .boolean(let value): "\(value) (a boolean)"
    case .integer(let value): "\(value) (an integer)"
    case .float(let value): "\(value) (a number)"
    case .string(let value): "\(TOMLWriter.quoted(value)) (a string)"
    case .array(let values): "an array of \(values.count) value\(values.count == 1 ? "" : "s")"
    case .table(let table): table.keys.isEmpty ? "an empty table" : "a table with \(table.keys.joined(separator: ", "))"
    }
  }

  /// This value with the one at `path` below it replaced. Tables on the way are made where there are none; a component
  /// that names an element of an array must be one of its indices.
  func setting(_ path: ArraySlice<String>, to value: ConfigurationValue) throws(IndexError) -> ConfigurationValue {
    guard let key = path.first else { return value }
    let rest = path.dropFirst()
    if case .array(var elements) = self {
      guard let index = Int(key), elements.indices.contains(index) else {
        throw IndexError(key: key, count: elements.count)
      }
      elements[index] = try elements[index].setting(rest, to: value)
      return .array(elements)
    }
    var table = ConfigurationTable()
    if case .table(let existing) = self { table = existing }
    table[key] = try (table[key] ?? .table(ConfigurationTable())).setting(rest, to: value)
    return .table(table)
  }

  /// A path names an element that its array does not have.
  struct IndexError: Error {
    let key: String
    let count: Int
  }
}
