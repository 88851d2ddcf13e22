import MRSCore

/// The text header of a Siemens RDA file: lines of `Key: value` between two marks.
struct RDAHeader: Sendable {
  let path: String
  /// Where the samples begin.
  let end: Int
  private let entries: [(key: String, value: String, line: Int)]

  static let beginning = ">>> Begin of header <<<"
  static let ending = ">>> End of header <<<"
  /// No header is longer: those of scanners have two kilobytes.
  private static let longest = 1 << 20

  /// - Throws: ``FormatError/truncated(path:part:needed:found:)`` where the header does not end.
  init(_ file: FileBytes) throws(FormatError) {
    path = file.path
    var entries: [(key: String, value: String, line: Int)] = []
    var start = 0
    var line = 0
    while start < min(file.bytes.count, Self.longest) {
      let stop = file.bytes[start...].firstIndex(of: 0x0a) ?? file.bytes.count
      let text = file.bytes[start..<stop]
      line += 1
      if text.starts(with: Self.ending.utf8) {
        self.entries = entries
        end = min(stop + 1, file.bytes.count)
        return
      }
      if let colon = text.firstIndex(of: UInt8(ascii: ":")) {
        let value = text[(colon + 1)...].filter { $0 != 0x0d }
        entries.append((LatinText.string(text[..<colon]), LatinText.string(value).trimmed, line))
      }
      start = stop + 1
    }
    throw .truncated(
      path: path, part: "the header, up to \"\(Self.ending)\"",
      needed: file.bytes.count + Self.ending.utf8.count, found: file.bytes.count)
  }

  /// The value of a key; `nil` where it is missing or blank.
  func string(_ key: String) -> String? { entry(key).flatMap { $0.value.isEmpty ? nil : $0.value } }

  /// The number of a key, with a point or a comma before its decimals; `nil` where it is missing or no number.
  func number(_ key: String) -> Double? { string(key).flatMap(Self.number) }

  static func number(_ text: String) -> Double? {
    let value = Double(text) ?? Double(text.replacing(",", with: "."))
    return value.flatMap { $0.isFinite ? $0 : nil }
  }

  /// A time that the header gives in ms, in s; NaN where the key holds no number. Zero stands for "none".
  func time(_ key: String) -> StatedTimes.Field {
    (key, string(key).flatMap { text in Self.number(text) == 0 ? nil : (Self.number(text) ?? .nan) / 1000 })
  }

  /// The three numbers `name` with each of `suffixes`; `nil` unless all are there.
  func vector(_ name: String, _ suffixes: [String] = ["[0]", "[1]", "[2]"]) -> SIMD3<Double>? {
    let values = suffixes.compactMap { number(name + $0) }
    return values.count == 3 ? SIMD3(values[0], values[1], values[2]) : nil
  }

  /// A whole number that must lie in `range`.
  func count(_ key: String, in range: ClosedRange<Int>, orElse fallback: Int? = nil) throws(FormatError) -> Int {
    guard let entry = entry(key) else {
      if let fallback { return fallback }
      throw .missingField(path: path, field: key, advice: "The samples cannot be counted without it; export it again.")
    }
    guard let value = Self.number(entry.value).flatMap(Int.init(exactly:)), range.contains(value) else {
      throw .invalidField(
        path: path, location: .line(entry.line), field: key, found: entry.value.isEmpty ? "blank" : entry.value,
        expected: "a whole number, \(range.lowerBound) to \(range.upperBound)",
        consequence: "The samples cannot be counted without it.")
    }
    return value
  }

  /// The positive number of a key that must be there.
  func positive(_ key: String, unit: String) throws(FormatError) -> Double {
    guard let entry = entry(key) else {
      throw .missingField(path: path, field: key, advice: "It must be a positive number (\(unit)).")
    }
    guard let value = Self.number(entry.value), value > 0 else {
      throw .invalidField(
        path: path, location: .line(entry.line), field: key, found: entry.value.isEmpty ? "blank" : entry.value,
        expected: "a positive number (\(unit))", consequence: "The signal has no frequency axis without it.")
    }
    return value
  }

  func location(_ key: String) -> FormatError.Location { entry(key).map { .line($0.line) } ?? .file }

  var fields: [HeaderField] { entries.map { HeaderField(name: $0.key, value: $0.value) } }

  private func entry(_ key: String) -> (key: String, value: String, line: Int)? { entries.first { $0.key == key } }
}
