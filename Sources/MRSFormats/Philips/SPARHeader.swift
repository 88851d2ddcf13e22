/// The text header of a Philips SDAT file: lines of `key : value`, comments after `!`.
///
/// Its keys grew over the years, and some are there twice under other names: where the usual name is missing, the other
/// one is asked. Numbers may have a decimal comma.
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
    return header.entry("samples") != nil && (header.sampleFrequency != nil || header.entry("rows") != nil)
  }

  /// The value of `key`, in any letter case; `nil` where it is missing or blank.
  func string(_ key: String) -> String? { entry(key).flatMap { $0.value.isEmpty ? nil : $0.value } }

  /// The number of `key`; `nil` where it is missing, blank or no number.
  func number(_ key: String) -> Double? { string(key).flatMap { DecimalText.number($0) } }

  /// The positive number of a key that must be there.
  func positive(_ key: String, unit: String, consequence: String) throws(FormatError) -> Double {
    guard let entry = entry(key) else {
      throw .missingField(path: path, field: key, advice: "It must be a positive number (\(unit)). \(consequence)")
    }
    guard let value = DecimalText.number(entry.value), value > 0, value.isFinite else {
      throw .invalidField(
        path: path, location: .line(entry.line), field: entry.key, found: entry.value.isEmpty ? "blank" : entry.value,
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
  func time(_ key: String) -> StatedTimes.Field {
    (key, string(key).map { (DecimalText.number($0) ?? .nan) / 1000 })
  }

  /// Hertz; where the usual key is missing, from the step of the first dimension, in s.
  var sampleFrequency: Double? {
    if entry("sample_frequency") != nil { return number("sample_frequency") }
    return number("dim1_step").flatMap { $0 > 0 && $0.isFinite ? 1 / $0 : nil }
  }

  /// Mass number first; as it is written where that is no nucleus.
  var nucleus: String? { string("nucleus").map { NucleusName.standard($0) ?? $0 } }

  func location(_ key: String) -> FormatError.Location { entry(key).map { .line($0.line) } ?? .file }

  var fields: [HeaderField] { entries.map { HeaderField(name: $0.key, value: $0.value) } }

  /// True where `key`, or the other name of it, is there and not blank.
  func has(_ key: String) -> Bool { string(key) != nil }

  private func entry(_ key: String) -> (key: String, value: String, line: Int)? {
    for name in [key] + (Self.otherNames[key] ?? []) {
      if let found = entries.first(where: { $0.key.lowercased() == name }) { return found }
    }
    return nil
  }

  private static let otherNames = [
    "samples": ["spec_num_col", "dim1_pnts"], "rows": ["spec_num_row", "dim2_pnts"],
    "echo_time": ["spectrum_echo_time"], "synthesizer_frequency": ["transmitter_frequency"],
  ]

  /// Without blanks, carriage returns and quotes around it.
  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
    let isEdge = { (byte: UInt8) in byte <= 0x20 || byte == UInt8(ascii: "\"") }
    let kept = bytes.drop(while: isEdge)
    return LatinText.string(kept.prefix((kept.lastIndex { !isEdge($0) } ?? kept.startIndex - 1) + 1 - kept.startIndex))
  }
}
