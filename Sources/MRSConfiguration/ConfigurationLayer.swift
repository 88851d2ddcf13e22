/// A TOML text and the name that errors call it by.
public struct ConfigurationLayer: Hashable, Sendable {
  public let name: String
  public let text: String
  /// The table of the whole that the text is, as `["profile"]`; empty where it is the whole.
  public let path: [String]

  public init(name: String, text: String, at path: [String] = []) {
    self.name = name
    self.text = text
    self.path = path
  }

  /// The string at a path of the layer's own text; `nil` where there is none.
  ///
  /// - Throws: ``ConfigurationError`` for a text that is no TOML.
  public func string(at path: String...) throws(ConfigurationError) -> String? {
    var value = ConfigurationValue.table(try ConfigurationTable(toml: text, name: name))
    for key in path {
      guard case .table(let table) = value, let next = table[key] else { return nil }
      value = next
    }
    guard case .string(let text) = value else { return nil }
    return text
  }

  /// The text as a table of the whole.
  ///
  /// - Throws: ``ConfigurationError`` for a text that is no TOML.
  func table() throws(ConfigurationError) -> ConfigurationTable {
    var table = try ConfigurationTable(toml: text, name: name)
    for key in path.reversed() {
      var outer = ConfigurationTable()
      outer[key] = .table(table)
      table = outer
    }
    return table
  }
}
