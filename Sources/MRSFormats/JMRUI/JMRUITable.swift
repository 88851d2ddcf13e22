import MRSCore

/// The lines of a jMRUI text file: header, and the signals of its tables.
struct JMRUITable: Sendable {
  let path: String
  private var entries: [(key: String, value: String, line: Int)] = []
  private(set) var signals: [ComplexVector] = []

  /// - Throws: ``FormatError/syntax(path:line:found:expected:)`` for a row that is none,
  ///   ``FormatError/missingField(path:field:advice:)`` where no signal follows.
  init(_ file: FileBytes) throws(FormatError) {
    path = file.path
    var columns = (real: 0, imaginary: 1)
    var isTable = false
    // A line ends with a line feed, a carriage return, or both.
    let lines = file.bytes.split(omittingEmptySubsequences: false) { $0 == 0x0a }
    for (index, bytes) in lines.enumerated() {
      let line = bytes.drop { $0 <= 0x20 }
      guard let first = line.first else { continue }
      if Self.announcesSignal(line) {
        isTable = true
        signals.append(ComplexVector(zeros: 0))
      } else if Self.begins(line, with: "sig(") || Self.begins(line, with: "fft(") {
        columns = try Self.columns(LatinText.string(line), path: path, line: index + 1)
      } else if isTable, (0x30...0x39).contains(first) || "+-.,NnIi".utf8.contains(first) {
        try append(line, columns, number: index + 1)
      } else if let colon = line.firstIndex(of: UInt8(ascii: ":")), !isTable {
        let key = LatinText.string(line[..<colon]).trimmed
        entries.append((key, LatinText.string(line[(colon + 1)...]).trimmed, index + 1))
      } else if isTable {
        throw .syntax(
          path: path, line: index + 1, found: "\"\(LatinText.string(line.prefix(24)))\"", expected: "a row of numbers")
      }
    }
    guard !signals.isEmpty else {
      throw .missingField(
        path: path, field: "Signal 1 out of 1 in file",
        advice: "No signal follows the header; export the signals again.")
    }
  }

  /// "Signal 1 out of 2 in file", in older versions "Signal number: 1 out of 2 in file".
  static func announcesSignal(_ line: ArraySlice<UInt8>) -> Bool {
    begins(line, with: "signal ") && SignalFile.contains("out of", in: Array(line.prefix(64)))
  }

  private static func begins(_ line: ArraySlice<UInt8>, with text: String) -> Bool {
    line.count >= text.utf8.count && zip(line, text.utf8).allSatisfy { ($0 >= 0x41 ? $0 | 0x20 : $0) == $1 }
  }

  private static func columns(
    _ text: String, path: String, line: Int
  ) throws(FormatError) -> (real: Int, imaginary: Int) {
    let names = text.lowercased().split { $0 == " " || $0 == "\t" }
    guard let real = names.firstIndex(of: "sig(real)"), let imaginary = names.firstIndex(of: "sig(imag)") else {
      throw .syntax(
        path: path, line: line, found: "the columns \"\(text.prefix(60))\"", expected: "the columns sig(real) sig(imag)"
      )
    }
    return (real, imaginary)
  }

  private mutating func append(
    _ line: ArraySlice<UInt8>, _ columns: (real: Int, imaginary: Int), number: Int
  ) throws(FormatError) {
    let words = line.split { $0 <= 0x20 || $0 == UInt8(ascii: ";") }
    func value(_ column: Int) -> Double? {
      words.indices.contains(column) ? DecimalText.number(String(decoding: words[column], as: UTF8.self)) : nil
    }
    guard let real = value(columns.real), let imaginary = value(columns.imaginary) else {
      throw .syntax(
        path: path, line: number, found: "\"\(LatinText.string(line.prefix(40)))\"",
        expected: "two numbers or more, real and imaginary part first")
    }
    signals[signals.count - 1].real.append(real)
    signals[signals.count - 1].imaginary.append(imaginary)
  }

  private func entry(_ key: String) -> (key: String, value: String, line: Int)? {
    entries.first { $0.key.lowercased() == key.lowercased() }
  }

  /// The value of `key`; `nil` where it is missing or blank.
  func string(_ key: String) -> String? { entry(key).flatMap { $0.value.isEmpty ? nil : $0.value } }

  /// The number of `key`: `nil` where it is missing or blank, NaN where it is no number.
  func number(_ key: String) -> Double? { string(key).map { DecimalText.number($0) ?? .nan } }

  func location(_ key: String) -> FormatError.Location { entry(key).map { .line($0.line) } ?? .file }

  /// The count that `key` gives, 1 to ``SamplingLimits/mostPoints``.
  func count(_ key: String, default missing: Int? = nil) throws(FormatError) -> Int {
    guard let value = number(key) else {
      if let missing { return missing }
      throw .missingField(path: path, field: key, advice: "The table cannot be checked without it; export it again.")
    }
    guard value >= 1, value <= Double(SamplingLimits.mostPoints), value == value.rounded() else {
      throw .invalidField(
        path: path, location: location(key), field: key, found: string(key) ?? "blank",
        expected: "a whole number, 1 to \(SamplingLimits.mostPoints)", consequence: "The file is damaged.")
    }
    return Int(value)
  }

  /// Without what may tell who was measured, where and when.
  var fields: [HeaderField] {
    entries.filter { Self.kept.contains($0.key.lowercased()) }.map { HeaderField(name: $0.key, value: $0.value) }
  }

  /// The keys that are read, in lower case.
  static let kept: Set = [
    "pointsindataset", "datasetsinfile", "samplinginterval", "zeroorderphase", "begintime", "transmitterfrequency",
    "magneticfield", "typeofnucleus",
  ]
}
