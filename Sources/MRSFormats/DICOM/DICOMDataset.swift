/// The attributes of a DICOM object or of an item of a sequence.
struct DICOMDataset: Sendable {
  /// One attribute: where its value lies, or the items of a sequence.
  struct Element: Sendable {
    /// Two letters; empty where the file does not write them.
    let type: String
    let value: Range<Int>
    let items: [DICOMDataset]
  }

  let file: FileBytes
  var elements: [DICOMTag: Element] = [:]

  /// The bytes of an attribute; `nil` where it is missing.
  func bytes(_ tag: DICOMTag) -> ArraySlice<UInt8>? { elements[tag].map { file.bytes[$0.value] } }

  /// Text without the blanks and zeros that fill it; `nil` where it is missing or empty.
  func string(_ tag: DICOMTag) -> String? {
    guard let bytes = bytes(tag) else { return nil }
    let text = LatinText.string(bytes.prefix(4096).filter { $0 != 0 }).trimmed
    return text.isEmpty ? nil : text
  }

  /// The numbers of an attribute; empty where it is missing or holds none.
  /// - Parameter type: how they are written, where the file does not say it.
  func numbers(_ tag: DICOMTag, as type: String) -> [Double] {
    guard let element = elements[tag] else { return [] }
    let bytes = Array(file.bytes[element.value].prefix(1 << 16))
    func each(_ width: Int, _ value: (Int) -> Double) -> [Double] {
      stride(from: 0, to: bytes.count - bytes.count % width, by: width).map(value).filter(\.isFinite)
    }
    let order = ByteOrder.little
    switch ["", "UN"].contains(element.type) ? type : element.type {
    case "FD": return each(8) { order.float64(in: bytes, at: $0) }
    case "FL", "OF": return each(4) { order.float32(in: bytes, at: $0) }
    case "US": return each(2) { Double(order.integer(UInt16.self, in: bytes, at: $0)) }
    case "SS": return each(2) { Double(order.int16(in: bytes, at: $0)) }
    case "UL": return each(4) { Double(order.integer(UInt32.self, in: bytes, at: $0)) }
    case "SL": return each(4) { Double(order.int32(in: bytes, at: $0)) }
    default:
      return LatinText.string(bytes.filter { $0 != 0 }).split(separator: "\\", omittingEmptySubsequences: false)
        .compactMap { Double(String($0).trimmed) }.filter(\.isFinite)
    }
  }

  func number(_ tag: DICOMTag, as type: String) -> Double? { numbers(tag, as: type).first }

  func items(_ tag: DICOMTag) -> [DICOMDataset] { elements[tag]?.items ?? [] }

  /// Three numbers as a vector.
  func vector(_ tag: DICOMTag, as type: String) -> SIMD3<Double>? {
    let values = numbers(tag, as: type)
    return values.count >= 3 ? SIMD3(values[0], values[1], values[2]) : nil
  }

  /// This data set, or the first one of its functional groups (those of all frames, then those of the first frame), that has
  /// the attribute.
  func holder(of tag: DICOMTag) -> DICOMDataset? {
    if elements[tag] != nil { return self }
    for groups in [DICOMTag.sharedGroups, .frameGroups] {
      for group in items(groups).first?.elements.values.compactMap(\.items.first) ?? []
      where group.elements[tag] != nil { return group }
    }
    return nil
  }

  /// A private attribute of a creator: creators are given blocks in the order in which they write.
  func element(_ tag: DICOMTag, of creator: String) -> Element? {
    for block in UInt8(0x10)...0xff where string(DICOMTag(tag.group, UInt16(block))) == creator {
      if let element = elements[tag.inBlock(block)] { return element }
    }
    return nil
  }
}
