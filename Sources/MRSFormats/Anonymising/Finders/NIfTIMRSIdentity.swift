import Foundation

/// NIfTI-MRS: members of the JSON extension, the texts of the fixed header, and extensions of other kinds.
enum NIfTIMRSIdentity: IdentityFinder {
  static func marked(_ url: URL, _ rules: IdentityRules) throws(FormatError) -> [MarkedFile] {
    let file = try NIfTIMRSContent(url, worker: .quiet())
    let (header, content) = (file.header, file.bytes)
    let end = min(header.dataOffset, content.count)
    var marked = MarkedFile(url, parts: [(0, Array(content[..<end]))])
    if Gzip.isCompressed(try FileBytes(url, limit: 2).bytes) {
      let isWhole = file.stored == nil
      let limit = header.dataOffset + header.dataSize
      marked = MarkedFile(
        url, bytes: isWhole ? content : try Gzip.decompressed(FileBytes(url), limit: limit, verifying: true),
        headers: [0..<end], isCompressed: true)
    }
    // data_type, db_name, descrip and aux_file of nifti1.h; descrip and aux_file of nifti2.h.
    let texts = header.version == 1 ? [(4, 10), (14, 18), (148, 80), (228, 24)] : [(240, 80), (320, 24)]
    for (start, length) in texts {
      let text = content[start..<(start + length)].prefix { $0 != 0 }
      marked.remove(start..<(start + text.count), field: "texts of the fixed header", kind: .description)
    }
    try markExtensions(header, content, end, in: &marked, path: file.path, rules)
    marked.removeUIDs(in: 0..<end)
    return [marked]
  }

  private static func markExtensions(
    _ header: NIfTIHeader, _ content: [UInt8], _ end: Int, in file: inout MarkedFile, path: String,
    _ rules: IdentityRules
  ) throws(FormatError) {
    // Its own reader has checked the one of code 44.
    _ = try NIfTIMRSMetadata(content, header: header, path: path)
    var offset = header.size
    while offset + 8 <= end {
      let size = header.order.int32(in: content, at: offset)
      guard size >= 8, size <= end - offset else { return }
      let range = (offset + 8)..<(offset + size)
      if header.order.int32(in: content, at: offset + 4) == NIfTIMRSMetadata.extensionCode {
        mark(range, in: &file, rules)
      } else if content[range].contains(where: { $0 != 0 }) {
        file.note("header extensions of other kinds")
        file.replace(range, with: [UInt8](repeating: 0, count: range.count))
      }
      offset += size
    }
  }

  private static func mark(_ range: Range<Int>, in file: inout MarkedFile, _ rules: IdentityRules) {
    let text = file.bytes(range)
    let json = Array(
      text.prefix((text.lastIndex { $0 != 0 && $0 != 0x20 } ?? text.startIndex - 1) + 1 - text.startIndex))
    guard (try? JSONText.value(of: json)) != nil else {
      file.note("a header extension that is no JSON")
      return file.replace(range, with: [UInt8](repeating: 0, count: range.count))
    }
    for object in JSONMembers.objects(of: json) {
      if object.path.first == "ProcessingApplied" {
        for member in object.members where ["Details", "Link"].contains(member.key) {
          cleanPaths(moved(member.value, by: range.lowerBound), in: &file)
        }
        continue
      }
      let isDescribed = object.members.contains { $0.key == "Value" }
      let removed = object.members.map { rules.removes($0.key) && !(isDescribed && $0.key == "Description") }
      let last = removed.lastIndex(of: false)
      for (index, member) in object.members.enumerated() {
        if removed[index] { blank(member, at: range.lowerBound, in: &file, rules) }
        // A comma stays behind each member that stays, but for the last of them.
        guard let comma = member.comma, removed[index] || index == last else { continue }
        let place = range.lowerBound + comma
        file.replace(place..<(place + 1), with: [0x20])
      }
    }
  }

  private static func moved(_ range: Range<Int>, by offset: Int) -> Range<Int> {
    (range.lowerBound + offset)..<(range.upperBound + offset)
  }

  private static func blank(
    _ member: JSONMembers.Member, at base: Int, in file: inout MarkedFile, _ rules: IdentityRules
  ) {
    let text = Array(file.bytes(moved(member.value, by: base)))
    if let value = try? JSONText.value(of: text) { file.values += values(value, rules.kind(of: member.key)) }
    file.note(member.key)
    let place = moved(member.place, by: base)
    file.replace(place, with: [UInt8](repeating: 0x20, count: place.count))
  }

  /// The texts and numbers of a value.
  private static func values(_ value: JSONValue, _ kind: IdentityValue.Kind) -> [IdentityValue] {
    switch value {
    case .string(let text): [IdentityValue(text, kind: kind)]
    case .number: [IdentityValue(value.description, kind: kind)]
    case .array(let values): values.flatMap { self.values($0, kind) }
    case .object(let values): values.values.flatMap { self.values($0, kind) }
    case .bool, .null: []
    }
  }

  /// Programs write the names of the files that they were given into their records.
  private static func cleanPaths(_ range: Range<Int>, in file: inout MarkedFile) {
    let text = file.bytes(range)
    for word in text.split(whereSeparator: { $0 <= 0x20 || ",;\"'()[]{}=".utf8.contains($0) }) {
      let slashes = word.count { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }
      guard slashes >= 2 || (slashes == 1 && word.first == UInt8(ascii: "/")) else { continue }
      file.note("paths in ProcessingApplied")
      let start = range.lowerBound + word.startIndex - text.startIndex
      file.replace(start..<(start + word.count), with: [UInt8](repeating: UInt8(ascii: "x"), count: word.count))
    }
  }
}
