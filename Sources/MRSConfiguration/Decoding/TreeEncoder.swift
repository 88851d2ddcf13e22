/// Encodes a value into a configuration's tree: keys in the order in which the type encodes them, where they are the
/// cases of an enumeration as a compiler writes it, and in lexical order otherwise (dictionaries).
final class TreeEncoder: Encoder {
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }
  private enum Content {
    case nothing
    case value(ConfigurationValue)
    case table(KeyedEncoders)
    case array(UnkeyedEncoders)
  }
  private var content = Content.nothing

  init(at codingPath: [any CodingKey]) { self.codingPath = codingPath }

  var path: String { dotted(codingPath.map(\.stringValue)) }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    let encoders: KeyedEncoders
    if case .table(let existing) = content { encoders = existing } else { encoders = KeyedEncoders() }
    content = .table(encoders)
    return KeyedEncodingContainer(KeyedTreeEncoding<Key>(encoders: encoders, codingPath: codingPath))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    let encoders: UnkeyedEncoders
    if case .array(let existing) = content { encoders = existing } else { encoders = UnkeyedEncoders() }
    content = .array(encoders)
    return UnkeyedTreeEncoding(encoders: encoders, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { SingleTreeEncoding(encoder: self) }

  func encode<T: Encodable>(_ value: T) throws {
    if let scalar = value as? any TreeScalar {
      guard let tree = scalar.treeValue else {
        throw ConfigurationError.notRepresentable(
          path, reason: "\(value) is beyond the integers of TOML (64 bits, signed)")
      }
      content = .value(tree)
    } else {
      try value.encode(to: self)
    }
  }

  /// What was encoded; nil where nothing was.
  func value() throws -> ConfigurationValue? {
    switch content {
    case .nothing: return nil
    case .value(let value): return value
    case .table(let encoders):
      var table = ConfigurationTable()
      for (key, encoder) in encoders.entries { table[key] = try encoder.value() }
      return .table(encoders.isOrdered ? table : table.sorted())
    case .array(let encoders):
      let values = try encoders.elements.map { element in
        guard let value = try element.value() else {
          throw ConfigurationError.notRepresentable(element.path, reason: "TOML has no null in arrays")
        }
        return value
      }
      return .array(values)
    }
  }
}

/// The encoders of a table's values.
final class KeyedEncoders {
  var entries: [(key: String, encoder: TreeEncoder)] = []
  var isOrdered = true
}

/// The encoders of an array's elements.
final class UnkeyedEncoders {
  var elements: [TreeEncoder] = []
}

/// A table being encoded by its keys.
struct KeyedTreeEncoding<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let encoders: KeyedEncoders
  let codingPath: [any CodingKey]

  /// A missing value is a missing key.
  func encodeNil(forKey key: Key) throws {}

  func encode<T: Encodable>(_ value: T, forKey key: Key) throws { try add(key).encode(value) }

  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) -> KeyedEncodingContainer<Nested>
  {
    add(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { add(key).unkeyedContainer() }

  func superEncoder() -> any Encoder { add(NamedKey("super")) }

  func superEncoder(forKey key: Key) -> any Encoder { add(key) }

  private func add(_ key: any CodingKey) -> TreeEncoder {
    // Keys that are not cases come from data, dictionaries' in random order.
    if Mirror(reflecting: key).displayStyle != .enum { encoders.isOrdered = false }
    let encoder = TreeEncoder(at: codingPath + [key])
    encoders.entries.append((key.stringValue, encoder))
    return encoder
  }
}

/// An array being encoded element by element.
struct UnkeyedTreeEncoding: UnkeyedEncodingContainer {
  let encoders: UnkeyedEncoders
  let codingPath: [any CodingKey]
  var count: Int { encoders.elements.count }

  /// Leaves an element without a value, which ``TreeEncoder/value()`` refuses.
  func encodeNil() throws { _ = add() }

  func encode<T: Encodable>(_ value: T) throws { try add().encode(value) }

  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
    add().container(keyedBy: type)
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { add().unkeyedContainer() }

  func superEncoder() -> any Encoder { add() }

  private func add() -> TreeEncoder {
    let encoder = TreeEncoder(at: codingPath + [IndexKey(count)])
    encoders.elements.append(encoder)
    return encoder
  }
}

/// A value being encoded as a whole.
struct SingleTreeEncoding: SingleValueEncodingContainer {
  let encoder: TreeEncoder
  var codingPath: [any CodingKey] { encoder.codingPath }

  func encodeNil() throws {}

  func encode<T: Encodable>(_ value: T) throws { try encoder.encode(value) }
}
