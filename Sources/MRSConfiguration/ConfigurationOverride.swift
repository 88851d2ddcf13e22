/// One value set on the command line, as `--set path=value`.
///
/// The path is that of a TOML dotted key, elements of arrays by their index: `prior.lipids.0.shift`. The value is what
/// TOML takes for a value; what is none is a string, so that strings need no quotes.
public struct ConfigurationOverride: Hashable, Sendable {
  public let path: String
  public let value: String

  public init(path: String, value: String) {
    self.path = path
    self.value = value
  }

  /// Splits `path=value` at the first equals sign.
  ///
  /// - Throws: ``ConfigurationError/malformedOverride(_:)``.
  public init(_ assignment: String) throws(ConfigurationError) {
    guard let sign = assignment.firstIndex(of: "=") else { throw .malformedOverride(assignment) }
    path = assignment[..<sign].trimmingSpaces
    value = assignment[assignment.index(after: sign)...].trimmingSpaces
    _ = try components()
  }

  /// The path's keys, without their quotes.
  ///
  /// - Throws: ``ConfigurationError/malformedOverride(_:)`` for an empty key or a quote that is not closed.
  func components() throws(ConfigurationError) -> [String] {
    var keys = [""]
    var quote: Character?
    for character in path {
      switch (character, quote) {
      case (let mark, let open?) where mark == open: quote = nil
      case (_, _?): keys[keys.count - 1].append(character)
      case ("\"", nil), ("'", nil): quote = character
      case (".", nil): keys.append("")
      default: keys[keys.count - 1].append(character)
      }
    }
    keys = keys.map { $0[...].trimmingSpaces }
    guard quote == nil, !keys.contains("") else { throw .malformedOverride("\(path)=\(value)") }
    return keys
  }

  /// The value as TOML types it.
  var typedValue: ConfigurationValue {
    guard let table = try? ConfigurationTable(toml: "value = \(value)", name: "--set"), table.keys == ["value"],
      let typed = table["value"]
    else { return .string(value) }
    return typed
  }
}

extension Substring {
  fileprivate var trimmingSpaces: String {
    let tail = drop { $0 == " " }
    return String(tail.prefix(tail.count - tail.reversed().prefix { $0 == " " }.count))
  }
}
