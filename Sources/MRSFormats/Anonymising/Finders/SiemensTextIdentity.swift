/// What identifies in the texts that Siemens scanners write into raw data and DICOM: XProtocol, `<ParamString."Name"> { "value" }`,
/// and ASCCONV, `key = value`.
enum SiemensTextIdentity {
  static func mark(_ range: Range<Int>, in file: inout MarkedFile, _ rules: IdentityRules) {
    let text = Array(file.bytes(range))
    markParameters(text, at: range.lowerBound, in: &file, rules)
    markLines(range, in: &file, rules)
    file.removeUIDs(in: range)
  }

  // MARK: XProtocol

  /// Deeper braces than these hold no value of a person.
  private static let longest = 1 << 14

  private static func markParameters(
    _ text: [UInt8], at base: Int, in file: inout MarkedFile, _ rules: IdentityRules
  ) {
    let mark = Array("<Param".utf8)
    var start = 0
    while let found = text[start...].position(of: mark) {
      start = found + mark.count
      guard let opening = text[start...].prefix(32).firstIndex(of: UInt8(ascii: "\"")),
        let closing = text[(opening + 1)...].prefix(128).firstIndex(of: UInt8(ascii: "\""))
      else { continue }
      let name = LatinText.string(text[(opening + 1)..<closing])
      start = closing
      guard rules.removes(name), let brace = text[closing...].prefix(16).firstIndex(of: UInt8(ascii: "{")) else {
        continue
      }
      for value in values(text, from: brace) {
        let place = (base + value.lowerBound)..<(base + value.upperBound)
        // "uid" also begins names of unsigned numbers.
        if IdentityRules.folded(name).contains("uid"), value.count < 8 { continue }
        file.remove(place, field: name, kind: rules.kind(of: name))
      }
    }
  }

  /// Quoted texts and numbers between a brace and the one that closes it, but for the values of attributes, as `<Precision> 6`.
  private static func values(_ text: [UInt8], from brace: Int) -> [Range<Int>] {
    var values: [Range<Int>] = []
    var (depth, offset, isAttribute) = (0, brace, false)
    while offset < min(text.count, brace + longest) {
      switch text[offset] {
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}"):
        depth -= 1
        if depth == 0 { return values }
      case UInt8(ascii: "<"):
        guard let end = text[offset...].prefix(256).firstIndex(of: UInt8(ascii: ">")) else { return values }
        let isParameter = text[offset...].starts(with: "<Param".utf8)
        (offset, isAttribute) = (end, !isParameter)
      case UInt8(ascii: "\""):
        let end = text[(offset + 1)...].firstIndex(of: UInt8(ascii: "\"")) ?? text.count
        if !isAttribute, end > offset + 1 { values.append((offset + 1)..<end) }
        (offset, isAttribute) = (end, false)
      case 0x21...0x7e:
        let end = text[offset...].firstIndex { $0 <= 0x20 || $0 == UInt8(ascii: "}") } ?? text.count
        if !isAttribute { values.append(offset..<end) }
        (offset, isAttribute) = (end - 1, false)
      default: break
      }
      offset += 1
    }
    return values
  }

  // MARK: ASCCONV

  private static func markLines(_ range: Range<Int>, in file: inout MarkedFile, _ rules: IdentityRules) {
    for line in file.lines(range) where line.count < 4096 {
      guard let (key, value) = file.entry(line, separator: UInt8(ascii: "=")), !key.contains(" "), !key.contains("<")
      else {
        continue
      }
      let name = key.split(separator: ".").last.map(String.init) ?? key
      guard rules.removes(name), name != "size" else { continue }
      if IdentityRules.folded(name).contains("uid"), value.count < 8 { continue }
      file.remove(value, field: key, kind: rules.kind(of: name))
    }
  }
}
