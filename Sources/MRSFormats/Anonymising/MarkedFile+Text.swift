extension MarkedFile {
  /// The lines of a range, without their ends.
  func lines(_ range: Range<Int>) -> [Range<Int>] {
    let text = bytes(range)
    var lines: [Range<Int>] = []
    var start = text.startIndex
    while start < text.endIndex {
      let end = text[start...].firstIndex(of: 0x0a) ?? text.endIndex
      let stop = end > start && text[end - 1] == 0x0d ? end - 1 : end
      lines.append((range.lowerBound + start - text.startIndex)..<(range.lowerBound + stop - text.startIndex))
      start = end + 1
    }
    return lines
  }

  /// The key and the value of a line `Key: value`, or with another separator; `nil` where there is none.
  func entry(_ line: Range<Int>, separator: UInt8 = UInt8(ascii: ":")) -> (key: String, value: Range<Int>)? {
    let text = bytes(line)
    guard let middle = text.firstIndex(of: separator) else { return nil }
    let key = LatinText.string(text[..<middle]).trimmed
    return (key, trimmed((line.lowerBound + middle + 1 - text.startIndex)..<line.upperBound))
  }

  /// Without blanks and quotes at both ends.
  func trimmed(_ range: Range<Int>) -> Range<Int> {
    let text = bytes(range)
    func isEdge(_ byte: UInt8) -> Bool { byte <= 0x20 || byte == UInt8(ascii: "\"") }
    guard let first = text.firstIndex(where: { !isEdge($0) }), let last = text.lastIndex(where: { !isEdge($0) }) else {
      return range.lowerBound..<range.lowerBound
    }
    return (range.lowerBound + first - text.startIndex)..<(range.lowerBound + last + 1 - text.startIndex)
  }

  /// Overwrites the values of lines whose keys the rules remove.
  mutating func removeEntries(in range: Range<Int>, _ rules: IdentityRules) {
    for line in lines(range) {
      guard let (key, value) = entry(line), rules.removes(key) else { continue }
      remove(value, field: key, kind: rules.kind(of: key))
    }
  }

  /// Overwrites every unique identifier of DICOM (PS3.5, 9.1) in a text, but those that the standard gives, which name kinds of
  /// objects: it holds the device's number and the time.
  mutating func removeUIDs(in range: Range<Int>) {
    let text = Array(bytes(range))
    var start = 0
    while start < text.count {
      guard text[start] == UInt8(ascii: "1") || text[start] == UInt8(ascii: "2"),
        start == 0 || !(IdentityFiller.isAlphanumeric(text[start - 1]) || text[start - 1] == UInt8(ascii: "."))
      else {
        start += 1
        continue
      }
      let token = text[start...].prefix { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
      if token.count >= 18, token.count(where: { $0 == UInt8(ascii: ".") }) >= 5, !Self.isOfStandard(token) {
        let place = (range.lowerBound + start)..<(range.lowerBound + token.endIndex)
        values.append(IdentityValue(token, kind: .identifier))
        note("UID")
        replace(place, with: IdentityFiller.filler(for: token))
      }
      start = max(start + 1, token.endIndex)
    }
  }

  /// True for identifiers of classes and of transfer syntaxes.
  static func isOfStandard(_ uid: ArraySlice<UInt8>) -> Bool {
    uid.starts(with: "1.2.840.10008.".utf8) || uid.elementsEqual("1.3.12.2.1107.5.9.1".utf8)
      || uid.starts(with: "1.3.46.670589.11.0.0.12.".utf8)
  }
}
