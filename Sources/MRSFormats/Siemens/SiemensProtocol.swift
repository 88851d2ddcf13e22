import MRSCore

/// A measurement protocol as Siemens scanners write it into raw data and DICOM: lines `key = value` ("ASCCONV").
struct SiemensProtocol: Sendable {
  private let values: [String: String]

  /// Longer texts are no protocol: those of scanners have up to 100 kilobytes.
  static let longest = 1 << 23

  /// All lines of `text` that have an equals sign; a key said twice keeps its first value.
  init(_ text: some Sequence<UInt8>) {
    var values: [String: String] = [:]
    var line: [UInt8] = []
    func take() {
      defer { line.removeAll(keepingCapacity: true) }
      guard let equals = line.firstIndex(of: UInt8(ascii: "=")) else { return }
      let key = LatinText.string(line[..<equals]).trimmed
      // Quotes stand once or, in DICOM, twice around a text.
      let value = LatinText.string(line[(equals + 1)...].filter { $0 != UInt8(ascii: "\"") }).trimmed
      if !key.isEmpty, !key.contains(" "), values[key] == nil { values[key] = value }
    }
    for byte in text.prefix(Self.longest) {
      if byte == 0x0a { take() } else if line.count < 4096, byte != 0x0d { line.append(byte == 0x09 ? 0x20 : byte) }
    }
    take()
    self.values = values
  }

  /// The protocol between the marks of an XProtocol, `### ASCCONV BEGIN … ###` and `### ASCCONV END ###`.
  init?(within text: [UInt8]) {
    let begin = Array("### ASCCONV BEGIN".utf8)
    guard let start = text.position(of: begin), let first = text[start...].firstIndex(of: 0x0a) else { return nil }
    let end = text[first...].position(of: Array("### ASCCONV END".utf8)) ?? text.count
    self.init(text[first..<end])
  }

  var isEmpty: Bool { values.isEmpty }

  func string(_ key: String) -> String? { values[key].flatMap { $0.isEmpty ? nil : $0 } }

  /// A number, decimal or, after `0x`, hexadecimal; `nil` where the key is missing or holds none.
  func number(_ key: String) -> Double? {
    guard let text = values[key]?.prefix(while: { $0 != "#" }).trimmingSpaces else { return nil }
    if text.lowercased().hasPrefix("0x") { return Int(text.dropFirst(2), radix: 16).map(Double.init) }
    return Double(text).flatMap { $0.isFinite ? $0 : nil }
  }

  /// A whole number; `nil` where the key is missing, or holds none below 10⁹.
  func count(_ key: String) -> Int? { number(key).flatMap { abs($0) < 1e9 ? Int(exactly: $0) : nil } }

  /// `key.dSag`, `key.dCor`, `key.dTra`, of which scanners write only those that are not zero.
  func vector(_ key: String) -> SIMD3<Double> {
    SIMD3(number(key + ".dSag") ?? 0, number(key + ".dCor") ?? 0, number(key + ".dTra") ?? 0)
  }
}

extension Substring {
  fileprivate var trimmingSpaces: String { String(self).trimmed }
}

extension RandomAccessCollection where Element == UInt8, Index == Int {
  /// Where `wanted` first stands.
  func position(of wanted: [UInt8]) -> Int? {
    guard let first = wanted.first else { return nil }
    var start = startIndex
    while let found = self[start...].firstIndex(of: first), found + wanted.count <= endIndex {
      if self[found..<(found + wanted.count)].elementsEqual(wanted) { return found }
      start = found + 1
    }
    return nil
  }
}
