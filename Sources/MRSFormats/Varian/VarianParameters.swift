import MRSCore

/// The parameters of a Varian or Agilent scan (procpar).
///
/// Each has a line of its name, subtype, basic type (1 number, 2 text) and eight further numbers; a line of the count and
/// the values, texts in quotes, one a line; and a line of the values that are allowed.
struct VarianParameters: Sendable {
  let path: String
  private let values: [String: (values: [String], line: Int)]

  /// - Throws: ``FormatError/syntax(path:line:found:expected:)`` for a line that is none of them.
  init(_ file: FileBytes) throws(FormatError) {
    path = file.path
    let lines = file.bytes.split(omittingEmptySubsequences: false) { $0 == 0x0a }.map { LatinText.string($0) }
    var values: [String: (values: [String], line: Int)] = [:]
    var index = 0
    while index < lines.count {
      let words = lines[index].split(separator: " ")
      guard !words.isEmpty else {
        index += 1
        continue
      }
      guard words.count >= 11, let type = Int(words[2]), type == 1 || type == 2, index + 1 < lines.count else {
        throw .syntax(
          path: file.path, line: index + 1, found: "\"\(lines[index].prefix(40))\"",
          expected: "a parameter: its name, types and eight numbers")
      }
      let start = index
      index += 1
      let (found, next) = try Self.values(lines, from: index, isText: type == 2, path: file.path)
      values[String(words[0])] = (found, start + 1)
      // The line of allowed values.
      index = next + 1
    }
    self.values = values
  }

  /// The values that begin on a line, and the line after them.
  private static func values(
    _ lines: [String], from start: Int, isText: Bool, path: String
  ) throws(FormatError) -> (values: [String], next: Int) {
    let words = lines[start].split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
    guard let count = words.first.flatMap({ Int($0) }), count >= 0, count < 1 << 20 else {
      throw .syntax(
        path: path, line: start + 1, found: "\"\(lines[start].prefix(40))\"", expected: "the number of values")
    }
    let rest = words.count > 1 ? words[1] : ""
    guard isText else { return (rest.split(separator: " ").map(String.init), start + 1) }
    var found: [String] = []
    var line = start
    var text = Substring(rest)
    while found.count < count {
      if let opening = text.firstIndex(of: "\"") {
        let inner = text[text.index(after: opening)...]
        let closing = inner.lastIndex(of: "\"") ?? inner.endIndex
        found.append(String(inner[..<closing]))
      }
      line += 1
      guard found.count < count else { break }
      guard line < lines.count else {
        throw .syntax(path: path, line: line, found: "the end of the file", expected: "\(count) texts in quotes")
      }
      text = Substring(lines[line])
    }
    return (found, max(line, start + 1))
  }

  func string(_ key: String) -> String? { values[key]?.values.first.flatMap { $0.isEmpty ? nil : $0 } }

  /// The first number of `key`: `nil` where it is missing, NaN where it is no number.
  func number(_ key: String) -> Double? { values[key]?.values.first.map { DecimalText.number($0) ?? .nan } }

  /// True where the parameter has several values, as one that was arrayed.
  func changes(_ key: String) -> Bool { Set(values[key]?.values ?? []).count > 1 }

  func location(_ key: String) -> FormatError.Location { values[key].map { .line($0.line) } ?? .file }

  /// A time in s; NaN where the key holds no number.
  func time(_ key: String) -> StatedTimes.Field { (key, number(key)) }

  /// The receivers that are on: a `y` each; 1 where it is not said.
  var receivers: Int { max(1, string("rcvrs")?.count { $0 == "y" } ?? 1) }

  /// What was asked for, without comment, names, dates and paths.
  var fields: [HeaderField] {
    Self.kept.compactMap { key in string(key).map { HeaderField(name: key, value: $0) } }
  }

  private static let kept = [
    "seqfil", "tn", "sfrq", "sw", "np", "at", "nt", "ct", "te", "tr", "tm", "arraydim", "array", "rcvrs", "vox1",
    "vox2",
    "vox3", "pos1", "pos2", "pos3", "tof", "rfl", "rfp", "reffrq", "dp",
  ]
}
