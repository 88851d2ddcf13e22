import Foundation

/// Bruker: comments and owner of the parameter files, and the texts of `acqp` and `method` but those that say how was measured.
enum BrukerIdentity: IdentityFinder {
  static func marked(_ url: URL, _ rules: IdentityRules) throws(FormatError) -> [MarkedFile] {
    let folder = url.deletingLastPathComponent()
    let name = folder.standardizedFileURL.lastPathComponent
    var files = [MarkedFile(try BrukerReader.samples(of: url), parts: [], folder: name)]
    for parameters in ["method", "acqp"] {
      let place = folder.appending(path: parameters)
      let bytes = try FileBytes(place).bytes
      var marked = MarkedFile(place, bytes: bytes, headers: [bytes.indices], folder: name)
      mark(&marked, bytes.indices, rules)
      marked.removeUIDs(in: bytes.indices)
      files.append(marked)
    }
    return files
  }

  private static func mark(_ file: inout MarkedFile, _ range: Range<Int>, _ rules: IdentityRules) {
    var key = ""
    for line in file.lines(range) {
      let text = file.bytes(line)
      if text.starts(with: "$$".utf8) {
        file.remove(file.trimmed((line.lowerBound + 2)..<line.upperBound), field: "comments", kind: .description)
        continue
      }
      var value = line
      if text.starts(with: "##".utf8), let (name, place) = file.entry(line, separator: UInt8(ascii: "=")) {
        key = String(name.drop { "#$".contains($0) })
        value = place
      }
      if ["OWNER", "DATE", "TIME", "LONGDATE"].contains(key) {
        file.remove(value, field: key, kind: key == "OWNER" ? .person : .identifier)
      } else if ["ACQ_abs_time", "ACQ_time"].contains(key) || rules.removes(key) || !isKept(key) {
        for place in texts(value, in: file) { file.remove(place, field: key, kind: kind(of: key)) }
        if key == "ACQ_abs_time", !isSize(file.bytes(value)) { file.remove(value, field: key, kind: .identifier) }
      }
    }
  }

  private static func kind(of key: String) -> IdentityValue.Kind {
    let folded = key.lowercased()
    return ["operator", "patient", "subject"].contains { folded.contains($0) } ? .person : .identifier
  }

  private static func isSize(_ text: ArraySlice<UInt8>) -> Bool { text.first == UInt8(ascii: "(") }

  /// What stands between angle brackets.
  private static func texts(_ range: Range<Int>, in file: MarkedFile) -> [Range<Int>] {
    let text = file.bytes(range)
    var places: [Range<Int>] = []
    var start = text.startIndex
    while let opening = text[start...].firstIndex(of: UInt8(ascii: "<")) {
      let closing = text[opening...].firstIndex(of: UInt8(ascii: ">")) ?? text.endIndex
      let offset = range.lowerBound - text.startIndex
      places.append((offset + opening + 1)..<(offset + closing))
      start = closing
    }
    return places
  }

  /// Parameters of the measurement are those of the method, and of the acquisition those that are named.
  private static func isKept(_ key: String) -> Bool {
    !key.hasPrefix("ACQ_") || ["ACQ_sw_version", "ACQ_method", "ACQ_jobs", "ACQ_status", "ACQ_O1_mode"].contains(key)
  }
}
