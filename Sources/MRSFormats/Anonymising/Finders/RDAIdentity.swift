import Foundation

/// RDA: the lines of the header.
enum RDAIdentity: IdentityFinder {
  static func marked(_ url: URL, _ rules: IdentityRules) throws(FormatError) -> [MarkedFile] {
    let file = try FileBytes(url)
    let end = try RDAHeader(file).end
    var marked = MarkedFile(url, bytes: file.bytes, headers: [0..<end])
    marked.removeEntries(in: 0..<end, rules)
    marked.removeUIDs(in: 0..<end)
    return [marked]
  }
}
