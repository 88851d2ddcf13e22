/// Why a configuration cannot be read, or a value not be written as one.
public enum ConfigurationError: Error, Hashable, Sendable {
  /// A file that is not there, cannot be read, or is no text.
  case unreadable(String, reason: String)
  /// The text is not TOML.
  case syntax(at: ConfigurationLocation, reason: String)
  /// A key that nothing reads, the nearest key that is read, and all keys that its table may hold, as far as known.
  case unknownKey(String, at: ConfigurationLocation, suggestion: String?, known: [String])
  /// A key without which the configuration has no meaning.
  case missingKey(String, at: ConfigurationLocation)
  /// Several such keys of one table, in the order in which they are asked for.
  case missingKeys([String], at: ConfigurationLocation)
  /// A value of another type or range than its key takes.
  case wrongType(String, at: ConfigurationLocation, found: String, expected: String)
  /// A name that is none of those to choose from.
  case unknownChoice(String, at: ConfigurationLocation, found: String, suggestion: String?, choices: [String])
  /// A value of the right type that its reader refused.
  case invalidValue(String, at: ConfigurationLocation, reason: String)
  /// A `--set` that is not `path=value`.
  case malformedOverride(String)
  /// A `--set` whose path names an element that its array does not have.
  case noSuchElement(String, at: ConfigurationLocation, count: Int)
  /// A value that TOML cannot hold.
  case notRepresentable(String, reason: String)
}

extension ConfigurationError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unreadable(let file, let reason):
      return "\(file): \(reason); expected a TOML file"
    case .syntax(let location, let reason):
      return "\(location): this is not TOML: \(reason)"
    case .unknownKey(let path, let location, let suggestion, let known):
      let hint =
        if let suggestion { "Did you mean '\(suggestion)'?" } else if known.isEmpty { "Remove it." } else {
          "Known here: \(known.joined(separator: ", "))."
        }
      return "\(location): the key '\(path)' is unknown. \(hint)"
    case .missingKey(let path, let location):
      return "\(location): the key '\(path)' is missing; it has no default. Add it."
    case .missingKeys(let paths, let location):
      let names = paths.map { "'\($0)'" }
      return
        "\(location): the keys \(names.dropLast().joined(separator: ", ")) and \(names.last ?? "") are missing; they have no default. Add them."
    case .wrongType(let path, let location, let found, let expected):
      return "\(location): '\(path)' is \(found); expected \(expected)"
    case .unknownChoice(let path, let location, let found, let suggestion, let choices):
      let hint = suggestion.map { "Did you mean \"\($0)\"? " } ?? ""
      return "\(location): '\(path)' is \"\(found)\". \(hint)Expected one of: \(choices.joined(separator: ", "))"
    case .invalidValue(let path, let location, let reason):
      return path.isEmpty ? "\(location): \(reason)" : "\(location): '\(path)': \(reason)"
    case .malformedOverride(let text):
      return "--set \(text): expected path=value, such as --set acquisition.points=1024"
    case .noSuchElement(let path, let location, let count):
      return "\(location): '\(path)' names no element; the array has \(count), counted from 0"
    case .notRepresentable(let path, let reason):
      return "'\(path)' cannot be written as TOML: \(reason)"
    }
  }
}
