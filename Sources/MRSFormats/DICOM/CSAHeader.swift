/// A "CSA" header, in which Siemens scanners up to VE keep what DICOM has no attribute for: named lists of texts.
///
/// Version 2 begins with "SV10"; after it, or in version 1 at once, stand the number of tags and 77 (or 0), and then for each tag
/// its name (64 bytes), multiplicity, type (4 bytes), a code, the number of items, and 77 or 205. An item has four
/// numbers, of which one is its length (the second; in version 1 the first less the number of items of the first tag), and
/// its text, filled up to a multiple of four.
struct CSAHeader: Sendable {
  private let values: [String: [String]]

  private static let most = 512

  /// A list: its name and the place of it, and where the texts lie, with the zeros that end them.
  struct Tag {
    let name: String
    let place: Range<Int>
    let items: [Range<Int>]
  }

  /// - Throws: ``FormatError/truncated(path:part:needed:found:)``.
  init(_ bytes: [UInt8], path: String) throws(FormatError) {
    var values: [String: [String]] = [:]
    for tag in try Self.tags(of: bytes, path: path) where values[tag.name] == nil {
      values[tag.name] = tag.items.map { LatinText.string(bytes[$0].prefix { $0 != 0 }).trimmed }.filter { !$0.isEmpty }
    }
    self.values = values
  }

  /// - Throws: ``FormatError/truncated(path:part:needed:found:)``.
  static func tags(of bytes: [UInt8], path: String) throws(FormatError) -> [Tag] {
    let order = ByteOrder.little
    func number(_ offset: Int) throws(FormatError) -> Int {
      guard offset >= 0, offset + 4 <= bytes.count else {
        throw .truncated(path: path, part: "the CSA header", needed: offset + 4, found: bytes.count)
      }
      return order.int32(in: bytes, at: offset)
    }
    let isSecond = bytes.starts(with: Array("SV10".utf8))
    var offset = isSecond ? 8 : 0
    let count = try number(offset)
    guard (1...most).contains(count) else {
      throw .invalidField(
        path: path, location: .file, field: "the number of tags of the CSA header", found: "\(count)",
        expected: "1 to \(most)", consequence: "The file is damaged.")
    }
    offset += 8
    var tags: [Tag] = []
    var firstItems: Int?
    for _ in 0..<count {
      let items = try number(offset + 76)
      guard (0...4096).contains(items) else {
        throw .invalidField(
          path: path, location: .file, field: "the number of items of a CSA tag", found: "\(items)",
          expected: "0 to 4096", consequence: "The file is damaged.")
      }
      let place = offset..<(offset + 64)
      let name = LatinText.string(bytes[place].prefix { $0 != 0 })
      offset += 84
      if firstItems == nil { firstItems = items }
      var places: [Range<Int>] = []
      for _ in 0..<items {
        let length = isSecond ? try number(offset + 4) : try number(offset) - (firstItems ?? 0)
        offset += 16
        guard length >= 0, length <= bytes.count - offset else {
          // In version 1 the last item of a tag may have a length that means nothing.
          if !isSecond { break }
          throw .truncated(path: path, part: "the CSA tag '\(name)'", needed: offset + length, found: bytes.count)
        }
        places.append(offset..<(offset + length))
        offset += (length + 3) / 4 * 4
      }
      tags.append(Tag(name: name, place: place, items: places))
    }
    return tags
  }

  func string(_ name: String) -> String? { values[name]?.first }

  func numbers(_ name: String) -> [Double] {
    (values[name] ?? []).compactMap { Double($0) }.filter(\.isFinite)
  }

  func number(_ name: String) -> Double? { numbers(name).first }

  func vector(_ name: String) -> SIMD3<Double>? {
    let values = numbers(name)
    return values.count >= 3 ? SIMD3(values[0], values[1], values[2]) : nil
  }

  /// Times in ms as seconds; zero stands for "none".
  func time(_ name: String) -> StatedTimes.Field {
    (name, number(name).flatMap { $0 == 0 ? nil : $0 / 1000 })
  }

  /// Short statements, for people to inspect.
  var fields: [HeaderField] {
    values.sorted { $0.key < $1.key }.filter { !$0.value.isEmpty && $0.value.allSatisfy { $0.utf8.count < 200 } }
      .map { HeaderField(name: $0.key, value: $0.value.joined(separator: ", ")) }
  }
}
