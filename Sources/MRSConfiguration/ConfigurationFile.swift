import Foundation
import MRSCore

/// Reads `Decodable` values from TOML and writes `Encodable` ones to it: the one place where TOML is read.
///
/// Keys that the type does not ask for are refused, with the nearest that it does ask for. A later layer is laid over
/// an earlier one table by table; arrays and inline tables `{ … }` replace what they stand for.
public enum ConfigurationFile {
  /// Reads a value from TOML text, `name` being what errors call the text.
  ///
  /// - Throws: ``ConfigurationError``.
  public static func decode<T: Decodable>(
    _ type: T.Type = T.self, from text: String, name: String, overrides: [ConfigurationOverride] = []
  ) throws(ConfigurationError) -> T {
    try decode(type, layers: [ConfigurationLayer(name: name, text: text)], overrides: overrides)
  }

  /// Reads a value from layers of TOML text, later over earlier, and overrides over all.
  ///
  /// - Throws: ``ConfigurationError``.
  public static func decode<T: Decodable>(
    _ type: T.Type = T.self, layers: [ConfigurationLayer], overrides: [ConfigurationOverride] = []
  ) throws(ConfigurationError) -> T {
    let session = DecodingSession()
    var table = ConfigurationTable()
    for layer in layers {
      table = table.overlaid(with: try layer.table())
      session.add(layer)
    }
    var tree = ConfigurationValue.table(table)
    for override in overrides {
      let path = try override.components()
      session.add(override, at: path)
      do {
        tree = try tree.setting(path[...], to: override.typedValue)
      } catch {
        throw .noSuchElement(override.path, at: session.location(of: path), count: error.count)
      }
    }
    do {
      let value = try TreeDecoder(tree, at: [], session: session).decode(type)
      if let unread = session.unreadKey() { throw unread }
      return value
    } catch ConfigurationError.missingKey(let first, let location) {
      throw session.missingKeys(in: tree, decoding: type, beside: first, at: location)
    } catch let error as ConfigurationError {
      throw error
    } catch {
      throw .invalidValue("", at: session.location(of: []), reason: "\(error)")
    }
  }

  /// Reads a value from a TOML file.
  ///
  /// - Throws: ``ConfigurationError``.
  public static func decode<T: Decodable>(
    _ type: T.Type = T.self, contentsOf url: URL, overrides: [ConfigurationOverride] = []
  ) throws(ConfigurationError) -> T {
    try decode(type, layers: [try layer(contentsOf: url)], overrides: overrides)
  }

  /// The text of a TOML file as a layer, named after the file.
  ///
  /// - Throws: ``ConfigurationError/unreadable(_:reason:)``.
  public static func layer(
    contentsOf url: URL, at path: [String] = []
  ) throws(ConfigurationError) -> ConfigurationLayer {
    let data: Data
    do {
      data = try Data(wholeFile: url)
    } catch {
      throw .unreadable(url.path, reason: error.description)
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw .unreadable(url.path, reason: "it is not UTF-8 text")
    }
    return ConfigurationLayer(name: url.lastPathComponent, text: text, at: path)
  }

  /// A value as TOML text from which ``decode(_:from:name:overrides:)`` reads the identical value. The same value
  /// gives the same text.
  ///
  /// - Throws: ``ConfigurationError/notRepresentable(_:reason:)``, or what the value's `encode(to:)` throws.
  public static func encode<T: Encodable>(_ value: T) throws -> String {
    let encoder = TreeEncoder(at: [])
    try encoder.encode(value)
    guard case .table(let table)? = try encoder.value() else {
      throw ConfigurationError.notRepresentable("\(T.self)", reason: "a TOML text is a table; this is a single value")
    }
    return TOMLWriter.text(of: table)
  }
}
