/// The text header of a Philips SDAT file: lines of `key : value`, comments after `!`.
struct SPARHeader: Sendable {
  let path: String
  private let entries: [(key: String, value: String, line: Int)]

  init(_ file: FileBytes) {
    path = file.path
    var entries: [(key: String, value: String, line: Int)] = []
    let lines = file.bytes.split(omittingEmptySubsequences: false) { $0 == 0x0a }
    for (index, line) in lines.enumerated() {
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")), line.first != UInt8(ascii: "!") else { continue }
      let key = Self.trimmed(line[..<colon])
      guard !key.isEmpty else { continue }
      entries.append((key, Self.trimmed(line[(colon + 1)...]), index + 1))
    }
    self.entries = entries
  }

  /// True when the text holds the keys without which no SDAT can be read.
  static func isHeader(_ file: FileBytes) -> Bool {
    let header = SPARHeader(file)
    return header.entry("samples") != nil && (header.entry("sample_frequency") != nil || header.entry("rows") != nil)
  }

  /// The value of `key`, in any letter case; `nil` where it is missing or blank.
  func string(_ key: String) -> String? { entry(key).flatMap { $0.value.isEmpty ? nil : $0.value } }

  /// The number of `key`; `nil` where it is missing, blank or no number.
  func number(_ key: String) -> Double? { string(key).flatMap(Double.init) }

  /// The positive number of a key that must be there.
  func positive(_ key: String, unit: String, consequence: String) throws(FormatError) -> Double {
    guard let entry = entry(key) else {
      throw .missingField(path: path, field: key, advice: "It must be a positive number (\(unit)). \(consequence)")
    }
    guard let value = Double(entry.value), value > 0, value.isFinite else {
      throw .invalidField(
        path: path, location: .line(entry.line), field: key, found: entry.value.isEmpty ? "blank" : entry.value,
        expected: "positive (\(unit))", consequence: consequence)
    }
    return value
  }

  /// The positive whole number of a key that must be there.
  func count(_ key: String) throws(FormatError) -> Int {
    let consequence = "The SDAT cannot be read without it."
    let value = try positive(key, unit: "a count", consequence: consequence)
    guard value == value.rounded(), value < 1e9 else {
      throw .invalidField(
        path: path, location: .line(entry(key)?.line ?? 0), field: key, found: String(value),
        expected: "a whole number below 10⁹", consequence: consequence)
    }
    return Int(value)
  }

  /// A time that the header gives in ms, in s; NaN where the key holds no number.
  func time(_ key: String) -> StatedTimes.Field { (key, string(key).map { (Double($0) ?? .nan) / 1000 }) }

  func location(_ key: String) -> FormatError.Location { entry(key).map { .line($0.line) } ?? .file }

  var fields: [HeaderField] { entries.map { HeaderField(name: $0.key, value: $0.value) } }

  private func entry(_ key: String) -> (key: String, value: String, line: Int)? {
    entries.first { $0.key.lowercased() == key }
  }

  /// Without blanks, carriage returns and quotes around it.
  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
    let isEdge = { (byte: UInt8) in byte <= 0x20 || byte == UInt8(ascii: "\"") }
    let kept = bytes.drop(while: isEdge)
    return LatinText.string(kept.prefix((kept.lastIndex { !isEdge($0) } ?? kept.startIndex - 1) + 1 - kept.startIndex))
  }
}
