/// The CSA headers within Siemens' objects: items by the names of their tags, and the protocol among them.
enum CSAIdentity {
  static func mark(_ range: Range<Int>, in file: inout MarkedFile, _ rules: IdentityRules, path: String) {
    let bytes = Array(file.bytes(range))
    if let tags = try? CSAHeader.tags(of: bytes, path: path) {
      for tag in tags {
        // Behind the zero that ends a text stands what was in the scanner's memory before, as pieces of identifiers.
        for text in [tag.place] + tag.items {
          guard let end = bytes[text].firstIndex(of: 0), end + 1 < text.upperBound else { continue }
          let rest = (range.lowerBound + end + 1)..<(range.lowerBound + text.upperBound)
          file.replace(rest, with: [UInt8](repeating: 0, count: rest.count))
        }
        guard rules.removes(tag.name) else { continue }
        for item in tag.items {
          let text = bytes[item].prefix { $0 != 0 }
          let start = range.lowerBound + item.lowerBound
          file.remove(start..<(start + text.count), field: "CSA \(tag.name)", kind: rules.kind(of: tag.name))
        }
      }
    }
    SiemensTextIdentity.mark(range, in: &file, rules)
  }
}
