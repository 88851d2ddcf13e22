/// One Fortran namelist group: `$NAME key = value, … $END` (or `&NAME … /`).
struct Namelist: Sendable {
  /// Upper case.
  let name: String
  /// The line of its name.
  let line: Int
  private let entries: [(key: String, value: String, line: Int)]
  /// The byte after its end, and the line there.
  let end: Int
  let endLine: Int

  /// The next group at or after `offset`; `nil` where there is none. Whatever stands before it is passed over.
  /// - Throws: ``FormatError/syntax(path:line:found:expected:)`` for a group that does not end.
  static func next(
    in bytes: [UInt8], from offset: Int, line: Int, path: String
  ) throws(FormatError) -> Namelist? {
    var scanner = Scanner(bytes: bytes, offset: offset, line: line)
    while let byte = scanner.peek() {
      if scanner.isMark(byte) {
        let start = scanner.line
        scanner.advance()
        let name = scanner.word().uppercased()
        guard !name.isEmpty, name != "END" else { continue }
        return try Namelist(name: name, line: start, scanner: &scanner, path: path)
      }
      scanner.advance()
    }
    return nil
  }

  private init(name: String, line: Int, scanner: inout Scanner, path: String) throws(FormatError) {
    var entries: [(key: String, value: String, line: Int)] = []
    var key: (name: String, line: Int)?
    var value: [String] = []
    var word: (text: String, line: Int)?
    func close() {
      if let key { entries.append((key.name, value.joined(separator: " "), key.line)) }
      value = []
    }
    while true {
      guard let byte = scanner.peek() else {
        throw .syntax(path: path, line: scanner.line, found: "the end of the file", expected: "$END of $\(name)")
      }
      if byte == UInt8(ascii: "=") {
        // The word before the sign is the key; what came before it belongs to the key before.
        guard let name = word else {
          throw .syntax(path: path, line: scanner.line, found: "\"=\"", expected: "a key before it")
        }
        close()
        key = (name.text.lowercased(), name.line)
        word = nil
        scanner.advance()
      } else if byte <= 0x20 || byte == UInt8(ascii: ",") {
        scanner.advance()
      } else if scanner.isMark(byte) || byte == UInt8(ascii: "/") {
        if let word { value.append(word.text) }
        close()
        scanner.advance()
        if byte != UInt8(ascii: "/") { _ = scanner.word() }
        break
      } else {
        if let word { value.append(word.text) }
        let start = scanner.line
        if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
          guard let text = scanner.quoted(byte) else {
            throw .syntax(
              path: path, line: start, found: "an opening quote without its end", expected: "a quoted string")
          }
          value.append(text)
          word = nil
        } else {
          word = (scanner.token(), start)
        }
      }
    }
    self.name = name
    self.line = line
    self.entries = entries
    end = scanner.offset
    endLine = scanner.line
  }

  /// The text of `key` (lower case) without blanks around it; `nil` where it is missing or blank.
  func string(_ key: String) -> String? {
    guard let entry = entries.last(where: { $0.key == key }) else { return nil }
    let text = entry.value.drop { $0 == " " }
    let end = text.lastIndex { $0 != " " }
    return end.map { String(text[...$0]) }
  }

  /// The number of `key`; `nil` where it is missing or blank. `D` exponents are read.
  /// - Throws: ``FormatError/invalidField(path:location:field:found:expected:consequence:)`` when it is no number.
  func number(_ key: String, path: String) throws(FormatError) -> Double? {
    guard let text = string(key) else { return nil }
    var numbers = FortranNumbers(Array(text.utf8), from: 0, line: line, path: path)
    guard let value = try? numbers.next(), value.isFinite else {
      throw invalid(key, found: text, expected: "a number", path: path)
    }
    return value
  }

  /// ECHOT in seconds; `nil` where it is missing, blank, or the −1 that LCModel itself has before anything is said.
  func lcmodelEchoTime(path: String) throws(FormatError) -> Double? {
    guard let milliseconds = try number("echot", path: path), milliseconds != -1 else { return nil }
    return milliseconds / 1000
  }

  /// The positive number of `key`; `nil` where it is missing or blank.
  func positive(_ key: String, unit: String, path: String) throws(FormatError) -> Double? {
    guard let value = try number(key, path: path) else { return nil }
    guard value > 0 else { throw invalid(key, found: "\(value)", expected: "positive (\(unit))", path: path) }
    return value
  }

  /// The positive whole number of `key`; `nil` where it is missing or blank.
  func count(_ key: String, path: String) throws(FormatError) -> Int? {
    guard let value = try positive(key, unit: "a count", path: path) else { return nil }
    guard value == value.rounded(), value < 1e9 else {
      throw invalid(key, found: "\(value)", expected: "a whole number below 10⁹", path: path)
    }
    return Int(value)
  }

  /// A Fortran logical: `T`, `.TRUE.`, `F`, …; `false` where it is missing.
  func flag(_ key: String) -> Bool {
    string(key)?.uppercased().drop { $0 == "." }.first == "T"
  }

  func invalid(_ key: String, found: String, expected: String, path: String) -> FormatError {
    .invalidField(
      path: path, location: location(key), field: key.uppercased(), found: found, expected: expected,
      consequence: "The group $\(name) cannot be used without it.")
  }

  func location(_ key: String) -> FormatError.Location { .line(entries.last { $0.key == key }?.line ?? line) }

  var fields: [HeaderField] {
    entries.map { HeaderField(name: "\(name).\($0.key.uppercased())", value: $0.value) }
  }
}

/// A place in the text of a namelist.
private struct Scanner {
  let bytes: [UInt8]
  var offset: Int
  var line: Int

  func peek() -> UInt8? { offset < bytes.count ? bytes[offset] : nil }

  func isMark(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "$") || byte == UInt8(ascii: "&") }

  mutating func advance() {
    if bytes[offset] == 0x0a { line += 1 }
    offset += 1
  }

  /// Letters, digits and underscores.
  mutating func word() -> String {
    let start = offset
    while let byte = peek(), byte == UInt8(ascii: "_") || Self.isAlphanumeric(byte) { offset += 1 }
    return LatinText.string(bytes[start..<offset])
  }

  /// Everything up to a blank, comma, sign of equality, quote or end of group.
  mutating func token() -> String {
    let start = offset
    while let byte = peek(), byte > 0x20, !Self.endsToken.contains(byte) { offset += 1 }
    return LatinText.string(bytes[start..<offset])
  }

  /// The string after the opening quote; a doubled quote is one. `nil` when it does not end on its line.
  mutating func quoted(_ quote: UInt8) -> String? {
    offset += 1
    var text: [UInt8] = []
    while let byte = peek(), byte != 0x0a {
      offset += 1
      if byte != quote {
        text.append(byte)
      } else if peek() == quote {
        text.append(quote)
        offset += 1
      } else {
        return LatinText.string(text)
      }
    }
    return nil
  }

  private static let endsToken = Set(",=$&/'\"".utf8)

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte & 0xdf)
  }
}
