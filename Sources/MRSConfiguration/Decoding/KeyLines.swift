/// The lines on which a TOML text sets its keys, by path; TOMLKit does not tell them.
///
/// The text must have been accepted by a TOML parser: this scanner follows statements, strings and nesting only. A path
/// names elements of arrays by their index.
struct KeyLines {
  private(set) var lines: [[String]: Int] = [:]
  /// The line of the first header that no key follows, as `[[[a`. TOMLKit's parser ends the program there, so this is
  /// asked before it is called: up to its first fault a text is one that this scanner can follow.
  private(set) var keylessHeader: Int?
  private let bytes: [UInt8]
  private var position = 0
  private var line = 1
  /// How many `[[…]]` headers each array of tables has had.
  private var counts: [[String]: Int] = [:]

  init(toml text: String) {
    bytes = Array(text.utf8)
    // A byte order mark belongs to no statement.
    if bytes.starts(with: [0xef, 0xbb, 0xbf]) { position = 3 }
    var table: [String] = []
    while true {
      skip { $0.isSpace || $0 == .newline || $0 == .carriageReturn }
      guard let byte = peek else { return }
      if byte == .hash {
        skip { $0 != .newline }
      } else if byte == .open {
        table = header()
        skip { $0 != .newline }
      } else {
        let start = position
        assignment(in: table)
        guard position > start else { return }
      }
    }
  }

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func advance() {
    if peek == .newline { line += 1 }
    position += 1
  }

  private mutating func skip(while condition: (UInt8) -> Bool) {
    while let byte = peek, condition(byte) { advance() }
  }

  private mutating func skipBlank() {
    while let byte = peek,
      byte.isSpace || byte == .newline || byte == .carriageReturn || byte == .comma || byte == .hash
    {
      if byte == .hash { skip { $0 != .newline } } else { advance() }
    }
  }

  /// Records every prefix of the path that has no line yet.
  private mutating func record(_ path: [String], from depth: Int) {
    for count in stride(from: depth + 1, through: path.count, by: 1) {
      let key = Array(path[..<count])
      if lines[key] == nil { lines[key] = line }
    }
  }

  private mutating func header() -> [String] {
    advance()
    let isArray = peek == .open
    if isArray { advance() }
    skip { $0.isSpace }
    if let byte = peek, !byte.isBareKey, ![.doubleQuote, .singleQuote, .close].contains(byte), keylessHeader == nil {
      keylessHeader = line
    }
    let keys = dottedKey()
    var path: [String] = []
    for (i, key) in keys.enumerated() {
      path.append(key)
      if isArray, i == keys.count - 1 { counts[path, default: 0] += 1 }
      if let count = counts[path] { path.append(String(count - 1)) }
    }
    record(path, from: 0)
    return path
  }

  private mutating func assignment(in table: [String]) {
    let path = table + dottedKey()
    record(path, from: table.count)
    skip { $0.isSpace }
    guard peek == .equals else { return }
    advance()
    skip { $0.isSpace }
    value(of: path)
  }

  private mutating func dottedKey() -> [String] {
    var keys: [String] = []
    while true {
      skip { $0.isSpace }
      if let quote = peek, quote == .doubleQuote || quote == .singleQuote {
        keys.append(string(quote))
      } else {
        let start = position
        skip { $0.isBareKey }
        keys.append(String(decoding: bytes[start..<position], as: UTF8.self))
      }
      skip { $0.isSpace }
      guard peek == .dot else { return keys }
      advance()
    }
  }

  private mutating func value(of path: [String]) {
    switch peek {
    case .open:
      advance()
      var index = 0
      while true {
        skipBlank()
        guard let byte = peek else { return }
        if byte == .close { break }
        let element = path + [String(index)]
        record(element, from: path.count)
        let start = position
        value(of: element)
        guard position > start else { return }
        index += 1
      }
      advance()
    case .openBrace:
      advance()
      while true {
        skipBlank()
        guard let byte = peek else { return }
        if byte == .closeBrace { break }
        let start = position
        assignment(in: path)
        guard position > start else { return }
      }
      advance()
    case .doubleQuote, .singleQuote:
      if let quote = peek { _ = string(quote) }
    default:
      skip { ![.comma, .close, .closeBrace, .newline, .hash].contains($0) }
    }
  }

  /// The text between quotes, one or three of them, escapes left as they are.
  private mutating func string(_ quote: UInt8) -> String {
    let isMultiline = bytes[position...].starts(with: [quote, quote, quote])
    let width = isMultiline ? 3 : 1
    for _ in 0..<width { advance() }
    let start = position
    while let byte = peek {
      if byte == .backslash, quote == .doubleQuote {
        advance()
      } else if byte == quote, !isMultiline || bytes[position...].starts(with: [quote, quote, quote]) {
        break
      }
      advance()
    }
    let text = String(decoding: bytes[start..<min(position, bytes.count)], as: UTF8.self)
    // Up to two quotes of a multi-line string may stand directly before those that close it.
    while isMultiline, bytes[min(position, bytes.count)...].starts(with: [quote, quote, quote, quote]) { advance() }
    for _ in 0..<width { advance() }
    return text
  }
}

extension UInt8 {
  fileprivate static let newline = UInt8(ascii: "\n")
  fileprivate static let carriageReturn = UInt8(ascii: "\r")
  fileprivate static let hash = UInt8(ascii: "#")
  fileprivate static let open = UInt8(ascii: "[")
  fileprivate static let close = UInt8(ascii: "]")
  fileprivate static let openBrace = UInt8(ascii: "{")
  fileprivate static let closeBrace = UInt8(ascii: "}")
  fileprivate static let comma = UInt8(ascii: ",")
  fileprivate static let dot = UInt8(ascii: ".")
  fileprivate static let equals = UInt8(ascii: "=")
  fileprivate static let doubleQuote = UInt8(ascii: "\"")
  fileprivate static let singleQuote = UInt8(ascii: "'")
  fileprivate static let backslash = UInt8(ascii: "\\")
  fileprivate var isSpace: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
  fileprivate var isBareKey: Bool {
    switch UnicodeScalar(self) {
    case "A"..."Z", "a"..."z", "0"..."9", "_", "-": true
    default: false
    }
  }
}
