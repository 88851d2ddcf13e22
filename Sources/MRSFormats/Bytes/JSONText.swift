import MRSCore

/// Reads a JSON text (RFC 8259) and tells where it is none.
///
/// `NaN`, `Infinity` and `-Infinity`, which Python writes by default, are read as `null`: a number that is not known.
/// So are numbers beyond a Double. Strings lose what could command a terminal.
struct JSONText {
  /// Where the text is no JSON, as a byte from its beginning.
  struct Fault: Error {
    let offset: Int
    /// What stands there, printable.
    let found: String
    let expected: String
  }

  /// Deeper nesting is refused: headers have three or four levels.
  private static let deepest = 64

  private let bytes: [UInt8]
  private var offset = 0

  static func value(of bytes: [UInt8]) throws(Fault) -> JSONValue {
    var text = JSONText(bytes: bytes)
    let value = try text.value(depth: 0)
    text.skipBlanks()
    guard text.offset == bytes.count else { throw text.fault("the end of the text") }
    return value
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  private mutating func skipBlanks() {
    while let byte = next, byte == 0x20 || (0x09...0x0d).contains(byte) { offset += 1 }
  }

  private mutating func value(depth: Int) throws(Fault) -> JSONValue {
    guard depth < Self.deepest else { throw fault("at most \(Self.deepest) levels") }
    skipBlanks()
    switch next {
    case UInt8(ascii: "{"): return .object(try object(depth: depth))
    case UInt8(ascii: "["):
      var values: [JSONValue] = []
      offset += 1
      try elements(until: UInt8(ascii: "]")) { (text) throws(Fault) in values.append(try text.value(depth: depth + 1)) }
      return .array(values)
    case UInt8(ascii: "\""): return .string(try string())
    default: return try scalar()
    }
  }

  private mutating func object(depth: Int) throws(Fault) -> [String: JSONValue] {
    var values: [String: JSONValue] = [:]
    offset += 1
    try elements(until: UInt8(ascii: "}")) { (text) throws(Fault) in
      text.skipBlanks()
      guard text.next == UInt8(ascii: "\"") else { throw text.fault("a key in double quotes") }
      let key = try text.string()
      text.skipBlanks()
      guard text.next == UInt8(ascii: ":") else { throw text.fault("a colon after the key \"\(key)\"") }
      text.offset += 1
      values[key] = try text.value(depth: depth + 1)
    }
    return values
  }

  /// What stands between commas, up to and with the closing bracket.
  private mutating func elements(
    until end: UInt8, _ element: (inout JSONText) throws(Fault) -> Void
  ) throws(Fault) {
    skipBlanks()
    if next == end {
      offset += 1
      return
    }
    while true {
      try element(&self)
      skipBlanks()
      guard let byte = next, byte == end || byte == UInt8(ascii: ",") else {
        throw fault("a comma or \(Character(Unicode.Scalar(end)))")
      }
      offset += 1
      if byte == end { return }
    }
  }

  private mutating func scalar() throws(Fault) -> JSONValue {
    let token = bytes[offset...].prefix { !Self.endsToken.contains($0) }
    let text = String(decoding: token, as: UTF8.self)
    let value: JSONValue
    switch text {
    case "null", "NaN", "-NaN", "Infinity", "+Infinity", "-Infinity": value = .null
    case "true": value = .bool(true)
    case "false": value = .bool(false)
    default:
      let isNumber = token.allSatisfy { Self.isNumeric($0) } && token.last != UInt8(ascii: ".")
      guard isNumber, let number = Double(text) else { throw fault("a value") }
      value = number.isFinite ? .number(number) : .null
    }
    offset += token.count
    return value
  }

  private mutating func string() throws(Fault) -> String {
    let start = offset
    offset += 1
    var content: [UInt8] = []
    while let byte = next, byte != UInt8(ascii: "\"") {
      offset += 1
      if byte == UInt8(ascii: "\\") { content += try escape() } else { content.append(byte) }
    }
    guard next != nil else {
      offset = start
      throw fault("a string with its closing quote")
    }
    offset += 1
    return String(decoding: content, as: UTF8.self).printable
  }

  /// What stands after a backslash, as UTF-8.
  private mutating func escape() throws(Fault) -> [UInt8] {
    guard let letter = next else { throw fault("the rest of an escape") }
    offset += 1
    if let plain = Self.escapes[letter] { return [plain] }
    guard letter == UInt8(ascii: "u") else {
      offset -= 1
      throw fault("one of the escapes \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u")
    }
    var units = [try unit()]
    // A character beyond U+FFFF is a pair of escapes.
    if UTF16.isLeadSurrogate(units[0]), bytes[offset...].starts(with: Array("\\u".utf8)) {
      offset += 2
      units.append(try unit())
    }
    return Array(String(decoding: units, as: UTF16.self).utf8)
  }

  private mutating func unit() throws(Fault) -> UInt16 {
    let digits = bytes[offset...].prefix(4)
    let text = String(decoding: digits, as: UTF8.self)
    guard digits.count == 4, digits.allSatisfy({ $0 != UInt8(ascii: "+") }), let unit = UInt16(text, radix: 16) else {
      throw fault("four hexadecimal digits")
    }
    offset += 4
    return unit
  }

  private func fault(_ expected: String) -> Fault {
    let rest = bytes[offset...].prefix(24)
    let token = rest.prefix { !Self.endsToken.contains($0) || $0 == rest[offset] }
    let found = rest.isEmpty ? "the end of the text" : "\"\(String(decoding: token, as: UTF8.self).printable)\""
    return Fault(offset: offset, found: found, expected: expected)
  }

  private static let endsToken = Set(",:{}[]\" \t\r\n".utf8)
  private static let escapes = Dictionary(
    uniqueKeysWithValues: zip("\"\\/bfnrt".utf8, [0x22, 0x5c, 0x2f, 0x08, 0x0c, 0x0a, 0x0d, 0x09] as [UInt8]))

  private static func isNumeric(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || "+-.eE".utf8.contains(byte)
  }
}
