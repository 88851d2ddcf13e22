/// Writes a table as TOML text: values in the table's order, then its sub-tables under their headers.
///
/// Numbers are written with the fewest digits that read back to the same value, whole floating-point numbers with
/// `.0`. A table of one key whose value is a table is the shape in which Swift writes an enumeration's case: it is
/// written inline, so that as a later layer it replaces another case instead of being merged with it.
struct TOMLWriter {
  private static let lineLength = 100
  private var text = ""

  static func text(of table: ConfigurationTable) -> String {
    var writer = TOMLWriter()
    writer.write(table, path: [])
    return writer.text
  }

  private mutating func write(_ table: ConfigurationTable, path: [String]) {
    var sections: [(key: String, table: ConfigurationTable)] = []
    var lines = ""
    for key in table.keys {
      guard let value = table[key] else { continue }
      if case .table(let section) = value, !Self.isCase(section) {
        sections.append((key, section))
      } else {
        let start = Self.key(key) + " = "
        lines += start + Self.inline(value, column: start.count) + "\n"
      }
    }
    if !path.isEmpty, !lines.isEmpty || sections.isEmpty {
      text += (text.isEmpty ? "" : "\n") + "[\(path.map(Self.key).joined(separator: "."))]\n"
    }
    text += lines
    for section in sections { write(section.table, path: path + [section.key]) }
  }

  private static func isCase(_ table: ConfigurationTable) -> Bool {
    guard table.keys.count == 1, case .table? = table[table.keys[0]] else { return false }
    return true
  }

  /// The value on one line; an array that does not fit into the line has one element, or as many numbers as fit, on each.
  private static func inline(_ value: ConfigurationValue, column: Int = 0) -> String {
    switch value {
    case .boolean(let value): return "\(value)"
    case .integer(let value): return "\(value)"
    case .float(let value): return "\(value)"
    case .string(let value): return quoted(value)
    case .table(let table):
      let pairs = table.keys.compactMap { key in table[key].map { "\(self.key(key)) = \(oneLine($0))" } }
      return pairs.isEmpty ? "{}" : "{ \(pairs.joined(separator: ", ")) }"
    case .array(let values):
      let flat = oneLine(value)
      return column + flat.count <= lineLength ? flat : "[\n\(wrapped(values.map(oneLine)))]"
    }
  }

  private static func oneLine(_ value: ConfigurationValue) -> String {
    guard case .array(let values) = value else { return inline(value) }
    return "[\(values.map(oneLine).joined(separator: ", "))]"
  }

  private static func wrapped(_ items: [String]) -> String {
    var lines = ""
    var line = " "
    for item in items {
      if line.count > 1, line.count + item.count + 2 > lineLength {
        lines += line + "\n"
        line = " "
      }
      line += " \(item),"
    }
    return lines + line + "\n"
  }

  private static func key(_ key: String) -> String {
    let isBare =
      !key.isEmpty
      && key.utf8.allSatisfy { byte in
        switch UnicodeScalar(byte) {
        case "A"..."Z", "a"..."z", "0"..."9", "_", "-": true
        default: false
        }
      }
    return isBare ? key : quoted(key)
  }

  /// A basic string of TOML.
  static func quoted(_ string: String) -> String {
    var text = "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\t": text += "\\t"
      case "\r": text += "\\r"
      case "\u{0}"..."\u{1F}", "\u{7F}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }
}
