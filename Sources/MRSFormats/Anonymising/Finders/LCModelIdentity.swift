import Foundation

/// RAW: what stands before the namelists, and their texts but for format and sequence.
enum LCModelIdentity: IdentityFinder {
  static func marked(_ url: URL, _ rules: IdentityRules) throws(FormatError) -> [MarkedFile] {
    let file = try FileBytes(url)
    var (end, line) = (0, 1)
    while let group = try Namelist.next(in: file.bytes, from: end, line: line, path: file.path) {
      (end, line) = (group.end, group.endLine)
      if group.name == "NMID" { break }
    }
    var marked = MarkedFile(url, bytes: file.bytes, headers: [0..<end])
    let text = file.bytes[..<end]
    let first = text.firstIndex { $0 == UInt8(ascii: "$") || $0 == UInt8(ascii: "&") } ?? end
    for line in marked.lines(0..<first) {
      marked.remove(marked.trimmed(line), field: "the text before the namelists", kind: .identifier)
    }
    var start = first
    while let opening = text[start...].firstIndex(where: { $0 == UInt8(ascii: "'") || $0 == UInt8(ascii: "\"") }) {
      let closing = text[(opening + 1)...].firstIndex { $0 == text[opening] || $0 == 0x0a } ?? end
      let key = key(before: opening, in: text)
      if !["FMTDAT", "SEQ"].contains(key) {
        marked.remove((opening + 1)..<closing, field: key.isEmpty ? "a text" : key, kind: .identifier)
      }
      start = min(closing + 1, end)
    }
    return [marked]
  }

  /// The word before the sign of equality before a quote, in upper case.
  private static func key(before quote: Int, in text: ArraySlice<UInt8>) -> String {
    guard let equals = text[..<quote].lastIndex(of: UInt8(ascii: "=")) else { return "" }
    let left = LatinText.string(text[..<equals].suffix(64)).trimmed
    return (left.split { $0 == " " || $0 == "," || $0 == "\n" || $0 == "$" }.last.map(String.init) ?? "").uppercased()
  }
}
