/// Reads DICOM's data elements (PS3.5, chapter 7): explicit or implicit types, little-endian, lengths given or left open,
/// sequences nested.
///
/// No length is believed: each must end within what holds it.
struct DICOMParser {
  private let file: FileBytes
  private let isExplicit: Bool
  private var offset: Int
  private var count = 0

  /// Deeper nesting is damage: objects of spectroscopy have five levels.
  private static let deepest = 24
  /// More elements are damage.
  private static let most = 2_000_000
  private static let open = 0xffff_ffff
  private static let long: Set<String> = [
    "OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV",
  ]

  private static let item = DICOMTag(0xfffe, 0xe000)
  private static let itemEnd = DICOMTag(0xfffe, 0xe00d)
  private static let sequenceEnd = DICOMTag(0xfffe, 0xe0dd)

  /// The elements from `start` to the end of the file.
  /// - Throws: ``FormatError``.
  static func dataset(_ file: FileBytes, from start: Int, isExplicit: Bool) throws(FormatError) -> DICOMDataset {
    var parser = DICOMParser(file: file, isExplicit: isExplicit, offset: start)
    return try parser.dataset(until: file.bytes.count, isOpen: false, depth: 0)
  }

  /// The elements of group 2 alone, which are always explicit.
  static func metaInformation(_ file: FileBytes, from start: Int) throws(FormatError) -> (DICOMDataset, end: Int) {
    var parser = DICOMParser(file: file, isExplicit: true, offset: start)
    var dataset = DICOMDataset(file: file)
    while parser.offset + 8 <= file.bytes.count, file.bytes[parser.offset] == 2, file.bytes[parser.offset + 1] == 0 {
      let (tag, element) = try parser.element(until: file.bytes.count, depth: 0)
      dataset.elements[tag] = element
    }
    return (dataset, parser.offset)
  }

  private init(file: FileBytes, isExplicit: Bool, offset: Int) {
    self.file = file
    self.isExplicit = isExplicit
    self.offset = offset
  }

  private mutating func dataset(until end: Int, isOpen: Bool, depth: Int) throws(FormatError) -> DICOMDataset {
    var dataset = DICOMDataset(file: file)
    while offset < end {
      if isOpen, tag(at: offset) == Self.itemEnd {
        offset = min(offset + 8, end)
        return dataset
      }
      let (tag, element) = try element(until: end, depth: depth)
      if dataset.elements[tag] == nil { dataset.elements[tag] = element }
    }
    guard !isOpen else { throw truncated("an item of open length", needed: end + 8) }
    return dataset
  }

  private mutating func element(
    until end: Int, depth: Int
  ) throws(FormatError) -> (DICOMTag, DICOMDataset.Element) {
    count += 1
    guard count <= Self.most, depth <= Self.deepest else {
      throw .invalidField(
        path: file.path, location: .byte(offset), field: "the nesting of data elements", found: "beyond all bounds",
        expected: "at most \(Self.most) elements in \(Self.deepest) levels", consequence: "The file is damaged.")
    }
    guard let tag = tag(at: offset), offset + 8 <= end else { throw truncated("a data element", needed: offset + 8) }
    var type = ""
    var length: Int
    if isExplicit, tag.group != 0xfffe {
      type = String(decoding: file.bytes[(offset + 4)..<(offset + 6)], as: UTF8.self)
      guard type.utf8.allSatisfy({ (0x41...0x5a).contains($0) }) else {
        throw .invalidField(
          path: file.path, location: .byte(offset + 4), field: "the type of \(tag)", found: "\"\(type)\"",
          expected: "two capital letters", consequence: "The file is damaged or of another transfer syntax.")
      }
      if Self.long.contains(type) {
        guard offset + 12 <= end else { throw truncated("\(tag)", needed: offset + 12) }
        length = Int(ByteOrder.little.integer(UInt32.self, in: file.bytes, at: offset + 8))
        offset += 12
      } else {
        length = Int(ByteOrder.little.integer(UInt16.self, in: file.bytes, at: offset + 6))
        offset += 8
      }
    } else {
      length = Int(ByteOrder.little.integer(UInt32.self, in: file.bytes, at: offset + 4))
      offset += 8
    }
    let start = offset
    if length == Self.open || type == "SQ" || (type.isEmpty && startsItem(start, length)) {
      let items = try items(of: tag, length: length, until: end, depth: depth)
      return (tag, DICOMDataset.Element(type: "SQ", value: start..<start, items: items))
    }
    guard length <= end - start else { throw truncated("\(tag) of \(length) bytes", needed: start + length) }
    offset = start + length
    return (tag, DICOMDataset.Element(type: type, value: start..<offset, items: []))
  }

  /// With implicit types, a sequence is known by the item with which its value begins.
  private func startsItem(_ start: Int, _ length: Int) -> Bool { length >= 8 && tag(at: start) == Self.item }

  private mutating func items(
    of sequence: DICOMTag, length: Int, until end: Int, depth: Int
  ) throws(FormatError) -> [DICOMDataset] {
    let isOpen = length == Self.open
    guard isOpen || length <= end - offset else {
      throw truncated("the sequence \(sequence) of \(length) bytes", needed: offset + length)
    }
    let stop = isOpen ? end : offset + length
    var items: [DICOMDataset] = []
    while offset < stop {
      guard let tag = tag(at: offset), offset + 8 <= stop else { throw truncated("an item", needed: offset + 8) }
      let size = Int(ByteOrder.little.integer(UInt32.self, in: file.bytes, at: offset + 4))
      offset += 8
      if tag == Self.sequenceEnd, isOpen { return items }
      guard tag == Self.item, size == Self.open || size <= stop - offset else {
        throw .invalidField(
          path: file.path, location: .byte(offset - 8), field: "an item of \(sequence)", found: "\(tag), \(size) bytes",
          expected: "an item (FFFE,E000) of at most \(stop - offset) bytes", consequence: "The file is damaged.")
      }
      // What open length holds that is no sequence, as compressed pixels, has items that are no data sets.
      if size != Self.open, sequence.group == 0x7fe0 {
        offset += size
      } else {
        items.append(
          try dataset(until: size == Self.open ? stop : offset + size, isOpen: size == Self.open, depth: depth + 1))
      }
    }
    guard !isOpen else { throw truncated("the sequence \(sequence) of open length", needed: stop + 8) }
    return items
  }

  private func tag(at offset: Int) -> DICOMTag? {
    guard offset + 4 <= file.bytes.count else { return nil }
    return DICOMTag(
      ByteOrder.little.integer(UInt16.self, in: file.bytes, at: offset),
      ByteOrder.little.integer(UInt16.self, in: file.bytes, at: offset + 2))
  }

  private func truncated(_ part: String, needed: Int) -> FormatError {
    .truncated(path: file.path, part: part, needed: needed, found: file.bytes.count)
  }
}
