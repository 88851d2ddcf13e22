import MRSCore
import TOMLKit

extension ConfigurationTable {
  /// Reads TOML text. TOMLKit's own decoder is not used: it refuses `3` for a `Double`.
  ///
  /// - Throws: ``ConfigurationError/syntax(at:reason:)``.
  init(toml text: String, name: String) throws(ConfigurationError) {
    if let line = text.split(separator: "\n", omittingEmptySubsequences: false).firstIndex(where: { $0.contains("\0") })
    {
      // TOMLKit passes C strings and would silently stop reading here.
      throw .syntax(at: ConfigurationLocation(file: name, line: line + 1), reason: "it holds a NUL character")
    }
    if let line = KeyLines(toml: text).keylessHeader {
      throw .syntax(
        at: ConfigurationLocation(file: name, line: line),
        reason: "a header is [key] or [[key]]; here no key follows the [")
    }
    if let fault = TOMLNesting(toml: text).fault {
      throw .syntax(at: ConfigurationLocation(file: name, line: fault.line), reason: fault.reason)
    }
    let table: TOMLTable
    do {
      table = try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      throw .syntax(
        at: ConfigurationLocation(file: name, line: error.source.begin.line),
        reason: error.description.printable)
    } catch {
      throw .syntax(at: ConfigurationLocation(file: name, line: nil), reason: "\(error)")
    }
    // Values of TOMLKit point into the table that they came from.
    self = withExtendedLifetime(table) { ConfigurationTable(table) }
  }

  fileprivate init(_ table: TOMLTable) {
    isInline = table.inline
    for key in table.keys {
      if let value = table[key] { self[key] = ConfigurationValue(value.tomlValue) }
    }
  }
}

extension ConfigurationValue {
  fileprivate init(_ value: TOMLValue) {
    if let table = value.table {
      self = .table(ConfigurationTable(table))
    } else if let array = value.array {
      self = .array(array.map { ConfigurationValue($0.tomlValue) })
    } else if let bool = value.bool {
      self = .boolean(bool)
    } else if let integer = value.int {
      self = .integer(Int64(integer))
    } else if let float = value.double {
      self = .float(float)
    } else if let string = value.string {
      self = .string(string)
    } else {
      self = .string(value.debugDescription)
    }
  }
}
