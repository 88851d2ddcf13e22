import Foundation

/// Varian: all texts of procpar but those that are read and the names of pulses and flags. The fid has no text.
enum VarianIdentity: IdentityFinder {
  static func marked(_ url: URL, _ rules: IdentityRules) throws(FormatError) -> [MarkedFile] {
    let folder = url.deletingLastPathComponent()
    let name = folder.standardizedFileURL.lastPathComponent
    let parameters = folder.appending(path: "procpar")
    let bytes = try FileBytes(parameters).bytes
    var marked = MarkedFile(parameters, bytes: bytes, headers: [bytes.indices], folder: name)
    let lines = marked.lines(bytes.indices)
    var index = 0
    while index < lines.count {
      let words = LatinText.string(marked.bytes(lines[index])).split(separator: " ")
      guard words.count >= 11 else {
        index += 1
        continue
      }
      let key = String(words[0])
      let isText = words[2] == "2"
      index += 1
      let first = index
      // The values go on until as many texts were there as the first line counts.
      let count = index < lines.count ? Self.count(marked.bytes(lines[index])) : 0
      var found = 0
      while index < lines.count, index == first || (isText && found < count) {
        found += mark(lines[index], of: key, isText: isText, isFirst: index == first, in: &marked, rules)
        index += 1
      }
    }
    return [MarkedFile(folder.appending(path: "fid"), parts: [], folder: name), marked]
  }

  private static func count(_ line: ArraySlice<UInt8>) -> Int {
    LatinText.string(line).split(separator: " ").first.flatMap { Int($0) } ?? 0
  }

  /// - Returns: how many texts the line holds.
  private static func mark(
    _ line: Range<Int>, of key: String, isText: Bool, isFirst: Bool, in file: inout MarkedFile, _ rules: IdentityRules
  ) -> Int {
    let text = file.bytes(line)
    guard isText else {
      guard rules.removes(key), let blank = text.firstIndex(of: 0x20) else { return 0 }
      let value = (line.lowerBound + blank - text.startIndex)..<line.upperBound
      file.remove(value, field: key, kind: .identifier)
      return 0
    }
    guard let opening = text.firstIndex(of: UInt8(ascii: "\"")) else { return isFirst ? 0 : 1 }
    let closing = text.lastIndex(of: UInt8(ascii: "\"")).flatMap { $0 > opening ? $0 : nil } ?? text.endIndex
    let value = text[(opening + 1)..<closing]
    let isFlag = value.count <= 1 || value.allSatisfy { "yn".utf8.contains($0) }
    if !isFlag, !kept.contains(key), !key.hasSuffix("pat") {
      let place = (line.lowerBound + opening + 1 - text.startIndex)..<(line.lowerBound + closing - text.startIndex)
      let isPerson = ["operator", "user", "owner", "patient", "subject"].contains { key.lowercased().contains($0) }
      file.remove(
        place, field: key, kind: isPerson ? .person : key.contains("comment") ? .description : .identifier)
    }
    return 1
  }

  private static let kept: Set = [
    "seqfil", "pslabel", "tn", "dn", "rcvrs", "array", "dp", "apptype", "orient", "pilot", "gradtype", "console",
  ]
}
