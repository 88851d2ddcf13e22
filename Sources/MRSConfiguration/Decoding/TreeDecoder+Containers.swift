/// A table being decoded by its keys.
struct KeyedTree<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let table: ConfigurationTable
  let decoder: TreeDecoder
  var codingPath: [any CodingKey] { decoder.codingPath }

  /// The keys of the table that the type knows.
  var allKeys: [Key] {
    decoder.session.askForAll(at: decoder.path) { Key(stringValue: $0) != nil }
    return table.keys.compactMap(Key.init(stringValue:))
  }

  func contains(_ key: Key) -> Bool { ask(key) != nil }

  /// TOML has no null.
  func decodeNil(forKey key: Key) throws -> Bool { ask(key) == nil }

  func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
    if decoder.session.missing != nil, ask(key) == nil, let standIn = standIn(for: type) {
      decoder.session.note(missing: decoder.path + [key.stringValue])
      return standIn
    }
    return try child(key).decode(type)
  }

  /// Some value of a type, a choice, a scalar or a fixed distribution, so that keys after a missing one are asked for too.
  private func standIn<T: Decodable>(for type: T.Type) -> T? {
    let session = DecodingSession()
    session.collectMissing()
    var fixed = ConfigurationTable()
    fixed["kind"] = .string("fixed")
    fixed["value"] = .float(1)
    let choices = (TreeDecoder.choices(of: type) ?? []).map(ConfigurationValue.string)
    for value in choices + [
      ConfigurationValue.integer(1), .string(""), .boolean(false), .array([]), .table(ConfigurationTable()),
      .table(fixed),
    ] {
      if let result = try? TreeDecoder(value, at: decoder.codingPath, session: session).decode(type) { return result }
    }
    return nil
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> {
    try child(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try child(key).unkeyedContainer()
  }

  func superDecoder() throws -> any Decoder { try child(NamedKey("super")) }

  func superDecoder(forKey key: Key) throws -> any Decoder { try child(key) }

  private func ask(_ key: any CodingKey) -> ConfigurationValue? {
    decoder.session.ask(for: key.stringValue, at: decoder.path)
    return table[key.stringValue]
  }

  private func child(_ key: any CodingKey) throws -> TreeDecoder {
    if let value = ask(key) { return decoder.child(value, key) }
    if let misspelling = decoder.session.misspelling(of: key.stringValue, at: decoder.path) { throw misspelling }
    throw ConfigurationError.missingKey(
      dotted(decoder.path + [key.stringValue]), at: decoder.session.location(of: decoder.path))
  }
}

/// An array being decoded element by element.
struct UnkeyedTree: UnkeyedDecodingContainer {
  let values: [ConfigurationValue]
  let decoder: TreeDecoder
  private(set) var currentIndex = 0

  init(values: [ConfigurationValue], decoder: TreeDecoder) {
    self.values = values
    self.decoder = decoder
  }

  var codingPath: [any CodingKey] { decoder.codingPath }
  var count: Int? { values.count }
  var isAtEnd: Bool { currentIndex == values.count }

  mutating func decodeNil() throws -> Bool { false }

  mutating func decode<T: Decodable>(_ type: T.Type) throws -> T { try next().decode(type) }

  mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) throws -> KeyedDecodingContainer<Nested> {
    try next().container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { try next().unkeyedContainer() }

  mutating func superDecoder() throws -> any Decoder { try next() }

  private mutating func next() throws -> TreeDecoder {
    guard !isAtEnd else { throw decoder.wrongType(expected: "an array of more values") }
    defer { currentIndex += 1 }
    return decoder.child(values[currentIndex], IndexKey(currentIndex))
  }
}

/// A value being decoded as a whole.
struct SingleTree: SingleValueDecodingContainer {
  let decoder: TreeDecoder
  var codingPath: [any CodingKey] { decoder.codingPath }

  func decodeNil() -> Bool { false }

  func decode<T: Decodable>(_ type: T.Type) throws -> T { try decoder.decode(type) }
}

/// A key known by its name only.
struct NamedKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }
  init(_ name: String) { stringValue = name }
  init?(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}
