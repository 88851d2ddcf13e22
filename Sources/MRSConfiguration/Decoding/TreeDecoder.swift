/// Decodes a type from a configuration's tree, and tells the session what was asked for.
struct TreeDecoder: Decoder {
  let value: ConfigurationValue
  let codingPath: [any CodingKey]
  let session: DecodingSession
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  init(_ value: ConfigurationValue, at codingPath: [any CodingKey], session: DecodingSession) {
    self.value = value
    self.codingPath = codingPath
    self.session = session
  }

  var path: [String] { codingPath.map(\.stringValue) }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard case .table(let table) = value else { throw wrongType(expected: "a table") }
    session.open(table, at: path)
    return KeyedDecodingContainer(KeyedTree<Key>(table: table, decoder: self))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard case .array(let values) = value else { throw wrongType(expected: "an array") }
    return UnkeyedTree(values: values, decoder: self)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { SingleTree(decoder: self) }

  func child(_ value: ConfigurationValue, _ key: any CodingKey) -> TreeDecoder {
    TreeDecoder(value, at: codingPath + [key], session: session)
  }

  func decode<T: Decodable>(_ type: T.Type) throws -> T {
    if let scalar = type as? any TreeScalar.Type { return try decode(scalar: scalar) }
    do {
      return try T(from: self)
    } catch let error as ConfigurationError {
      throw error
    } catch let error as DecodingError {
      throw configurationError(error, decoding: type)
    } catch {
      throw ConfigurationError.invalidValue(dotted(path), at: session.location(of: path), reason: "\(error)")
    }
  }

  private func decode<T>(scalar: any TreeScalar.Type) throws -> T {
    if let result = scalar.init(tree: value) as? T { return result }
    // What stands unquoted on the command line may look like a number and still be meant as a string.
    if let text = session.overridingText(at: path) as? T { return text }
    throw wrongType(expected: scalar.expectation)
  }

  func wrongType(expected: String) -> ConfigurationError {
    .wrongType(
      path.isEmpty ? "configuration" : dotted(path), at: session.location(of: path), found: value.quoted,
      expected: expected)
  }

  private func configurationError(_ error: DecodingError, decoding type: any Decodable.Type) -> ConfigurationError {
    let (context, detail) =
      switch error {
      case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
        (context, context.debugDescription)
      case .keyNotFound(let key, let context): (context, "the key '\(key.stringValue)' is missing")
      @unknown default: (DecodingError.Context(codingPath: codingPath, debugDescription: ""), "\(error)")
      }
    let place = context.codingPath.map(\.stringValue)
    if let refused = session.refusedKey(at: place) { return refused }
    if case .string(let found) = value, place == path, let choices = Self.choices(of: type) {
      return .unknownChoice(
        dotted(path), at: session.location(of: path), found: found,
        suggestion: Spelling.nearest(to: found, among: choices), choices: choices)
    }
    return .invalidValue(dotted(place), at: session.location(of: place), reason: detail)
  }

  /// The names to choose from, for an enumeration of strings that can list its cases.
  static func choices(of type: any Decodable.Type) -> [String]? {
    func names<C: CaseIterable>(of type: C.Type) -> [String] {
      type.allCases.compactMap { ($0 as? any RawRepresentable)?.rawValue as? String }
    }
    guard let listed = type as? any CaseIterable.Type else { return nil }
    let choices = names(of: listed)
    return choices.isEmpty ? nil : choices
  }
}

/// An index into an array as a coding key.
struct IndexKey: CodingKey {
  let index: Int
  var intValue: Int? { index }
  var stringValue: String { String(index) }
  init(_ index: Int) { self.index = index }
  init?(intValue: Int) { index = intValue }
  init?(stringValue: String) {
    guard let index = Int(stringValue) else { return nil }
    self.index = index
  }
}
