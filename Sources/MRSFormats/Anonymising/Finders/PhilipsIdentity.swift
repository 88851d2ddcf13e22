import Foundation

/// Philips: the SPAR of an SDAT or of raw data, and the comments of a list. An SDAT and a `.data` hold samples alone.
enum PhilipsIdentity: IdentityFinder {
  static func marked(_ url: URL, _ rules: IdentityRules) throws(FormatError) -> [MarkedFile] {
    var files: [URL] = []
    switch url.pathExtension.lowercased() {
    case "sdat": files = [url, try PhilipsFile.companion(of: url, extension: "spar")]
    case "spar": files = [try PhilipsFile.companion(of: url, extension: "sdat"), url]
    case "data": files = [url, try PhilipsFile.companion(of: url, extension: "list")]
    default: files = [try PhilipsFile.companion(of: url, extension: "data"), url]
    }
    if files[0].pathExtension.lowercased() == "data" {
      files += PhilipsListReader.sparFile(of: url).map { [$0.url] } ?? []
    }
    var marked: [MarkedFile] = []
    for file in files {
      switch file.pathExtension.lowercased() {
      case "sdat", "data": marked.append(MarkedFile(file, parts: []))
      case "spar": marked.append(spar(file, try FileBytes(file).bytes, rules))
      default: marked.append(list(file, try FileBytes(file).bytes, rules))
      }
    }
    return marked
  }

  private static func spar(_ url: URL, _ bytes: [UInt8], _ rules: IdentityRules) -> MarkedFile {
    var marked = MarkedFile(url, bytes: bytes, headers: [bytes.indices])
    marked.removeEntries(in: bytes.indices, rules)
    marked.removeUIDs(in: bytes.indices)
    return marked
  }

  /// Comments of a list name the scan, its data set and the scanner.
  private static func list(_ url: URL, _ bytes: [UInt8], _ rules: IdentityRules) -> MarkedFile {
    var marked = MarkedFile(url, bytes: bytes, headers: [bytes.indices])
    for line in marked.lines(bytes.indices) where marked.bytes(line).first == UInt8(ascii: "#") {
      guard let (key, value) = marked.entry(line) else { continue }
      let folded = IdentityRules.folded(key)
      let isName = ["name", "swid", "date", "time"].contains { folded.hasSuffix($0) }
      if isName || rules.removes(key) {
        marked.remove(value, field: key.filter { $0 != "#" }.trimmed, kind: .identifier)
      }
    }
    marked.removeUIDs(in: bytes.indices)
    return marked
  }
}
