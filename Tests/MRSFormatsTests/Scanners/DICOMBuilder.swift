import Foundation

/// DICOM objects made element by element.
struct DICOMBuilder {
  indirect enum Value {
    case bytes([UInt8])
    case text(String)
    case shorts([Int])
    case longs([Int])
    case doubles([Double])
    case items([[Element]])
  }

  struct Element {
    let group: UInt16
    let element: UInt16
    let type: String
    let value: Value

    init(_ group: UInt16, _ element: UInt16, _ type: String, _ value: Value) {
      self.group = group
      self.element = element
      self.type = type
      self.value = value
    }
  }

  var isExplicit = true
  /// Sequences and items whose length is left open.
  var isOpen = false
  var transferSyntax: String?

  func file(_ elements: [Element]) -> [UInt8] {
    let syntax = transferSyntax ?? (isExplicit ? "1.2.840.10008.1.2.1" : "1.2.840.10008.1.2")
    let meta = DICOMBuilder().encoded(Element(0x0002, 0x0010, "UI", .text(syntax)))
    return [UInt8](repeating: 0, count: 128) + Array("DICM".utf8) + meta + elements.flatMap(encoded)
  }

  private func encoded(_ element: Element) -> [UInt8] {
    let tag = bytes(element.group) + bytes(element.element)
    if case .items(let items) = element.value {
      let body = items.flatMap { item -> [UInt8] in
        let content = item.flatMap(encoded)
        let head: [UInt8] = [0xfe, 0xff, 0x00, 0xe0]
        return isOpen
          ? head + bytes(UInt32.max) + content + [0xfe, 0xff, 0x0d, 0xe0, 0, 0, 0, 0]
          : head + bytes(UInt32(content.count)) + content
      }
      let type: [UInt8] = isExplicit ? Array("SQ".utf8) + [0, 0] : []
      return isOpen
        ? tag + type + bytes(UInt32.max) + body + [0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0]
        : tag + type + bytes(UInt32(body.count)) + body
    }
    var content = self.content(element.value)
    if !content.count.isMultiple(of: 2) { content.append(0x20) }
    guard isExplicit else { return tag + bytes(UInt32(content.count)) + content }
    return ["OB", "OF", "OW", "UN", "UT"].contains(element.type)
      ? tag + Array(element.type.utf8) + [0, 0] + bytes(UInt32(content.count)) + content
      : tag + Array(element.type.utf8) + bytes(UInt16(content.count)) + content
  }

  private func content(_ value: Value) -> [UInt8] {
    switch value {
    case .bytes(let bytes): bytes
    case .text(let text): Array(text.utf8)
    case .shorts(let values): values.flatMap { bytes(UInt16($0)) }
    case .longs(let values): values.flatMap { bytes(UInt32($0)) }
    case .doubles(let values): values.flatMap { bytes($0.bitPattern) }
    case .items: []
    }
  }

  private func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
    (0..<(value.bitWidth / 8)).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }

  /// A CSA header of version 2.
  static func csa(_ tags: [(name: String, values: [String])]) -> [UInt8] {
    func number(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }
    func padded(_ text: String, _ size: Int) -> [UInt8] {
      Array(text.utf8) + [UInt8](repeating: 0, count: size - text.utf8.count)
    }
    return Array("SV10".utf8) + [4, 3, 2, 1] + number(tags.count) + number(77)
      + tags.flatMap { tag -> [UInt8] in
        // Scanners write six items, of which those that are not used are empty.
        let values = tag.values + [String](repeating: "", count: max(0, 6 - tag.values.count))
        return padded(tag.name, 64) + number(tag.values.count) + padded("DS", 4) + number(3) + number(values.count)
          + number(77)
          + values.flatMap { value -> [UInt8] in
            let size = value.isEmpty ? 0 : value.utf8.count + 1
            return number(size) + number(size) + number(77) + number(size) + padded(value, (size + 3) / 4 * 4)
          }
      }
  }
}
