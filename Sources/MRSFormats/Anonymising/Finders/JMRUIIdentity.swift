import Foundation

/// jMRUI: all lines of a text file's header that are not read, and the text at the end of a binary one.
enum JMRUIIdentity: IdentityFinder {
  static func marked(_ url: URL, _ rules: IdentityRules) throws(FormatError) -> [MarkedFile] {
    let file = try FileBytes(url)
    return [JMRUITextReader.recognises(file) ? text(url, file.bytes) : try binary(url, file)]
  }

  private static func text(_ url: URL, _ bytes: [UInt8]) -> MarkedFile {
    var marked = MarkedFile(url, bytes: bytes, headers: [bytes.indices])
    for line in marked.lines(bytes.indices) {
      if JMRUITable.announcesSignal(marked.bytes(line).drop { $0 <= 0x20 }) { break }
      guard let (key, value) = marked.entry(line), !JMRUITable.kept.contains(key.lowercased()) else { continue }
      let folded = IdentityRules.folded(key)
      marked.remove(
        value, field: key,
        kind: folded.contains("patient") ? .person : folded.contains("info") ? .description : .identifier)
    }
    return marked
  }

  private static func binary(_ url: URL, _ file: FileBytes) throws(FormatError) -> MarkedFile {
    let end = try JMRUIBinaryReader.layout(of: file).end
    var marked = MarkedFile(
      url, bytes: file.bytes, headers: [0..<JMRUIBinaryReader.headerSize, end..<file.bytes.count])
    for line in marked.lines(end..<file.bytes.count) {
      marked.remove(marked.trimmed(line), field: "the text at the end", kind: .identifier)
    }
    return marked
  }
}
