import Foundation
import MRSCore

/// DICOM: every attribute by the rules of ``DICOMIdentityRules``, each in the form that its type asks for; the samples are not
/// touched.
///
/// Lengths stay, so that nothing else in the object moves. Identifiers of objects are exchanged for others of the same length
/// (root 2.25), the same ones for the same ones within a run, as PS3.15 asks (action U).
enum DICOMIdentity: IdentityFinder {
  static func marked(_ url: URL, _ rules: IdentityRules) throws(FormatError) -> [MarkedFile] {
    let file = try FileBytes(url)
    let dataset = try DICOMFile.dataset(file)
    var samples: [Range<Int>] = []
    collectSamples(dataset, into: &samples)
    samples.sort { $0.lowerBound < $1.lowerBound }
    var headers: [Range<Int>] = []
    var start = 0
    for range in samples where range.lowerBound >= start {
      headers.append(start..<range.lowerBound)
      start = range.upperBound
    }
    headers.append(start..<file.bytes.count)
    var marked = MarkedFile(url, bytes: file.bytes, headers: headers)
    if DICOMFile.hasMark(file.bytes) {
      let (information, _) = try DICOMParser.metaInformation(file, from: 132)
      mark(information, isRemoved: false, in: &marked, rules, path: file.path)
    }
    mark(dataset, isRemoved: false, in: &marked, rules, path: file.path)
    // Vendors write their name into fields of place and person too; it tells how samples are stored.
    let maker = [DICOMTag.manufacturer, .modelName].compactMap { dataset.string($0)?.lowercased() }
    marked.values.removeAll { value in maker.contains { $0.contains(value.text.lowercased()) } }
    return [marked]
  }

  private static func collectSamples(_ dataset: DICOMDataset, into ranges: inout [Range<Int>]) {
    for (tag, element) in dataset.elements {
      if DICOMIdentityRules.isSamples(tag, creator: dataset.creator(of: tag)), element.items.isEmpty {
        ranges.append(element.value)
      }
      for item in element.items { collectSamples(item, into: &ranges) }
    }
  }

  private static func mark(
    _ dataset: DICOMDataset, isRemoved: Bool, in file: inout MarkedFile, _ rules: IdentityRules, path: String
  ) {
    for (tag, element) in dataset.elements.sorted(by: { $0.value.value.lowerBound < $1.value.value.lowerBound }) {
      let creator = dataset.creator(of: tag)
      if DICOMIdentityRules.isSamples(tag, creator: creator) { continue }
      // Who made a block of private attributes is a vendor.
      if tag.group & 1 == 1, (0x10...0xff).contains(tag.element) { continue }
      let removes = isRemoved || DICOMIdentityRules.removes(tag, type: element.type, creator: creator, rules)
      for item in element.items { mark(item, isRemoved: removes, in: &file, rules, path: path) }
      guard element.items.isEmpty, element.type != "SQ", !element.value.isEmpty else { continue }
      if DICOMIdentityRules.isSiemensText(tag, creator: creator), !removes {
        CSAIdentity.mark(element.value, in: &file, rules, path: path)
      } else if isUID(element, in: dataset.file) {
        exchange(element.value, of: tag, in: &file, rules)
      } else if removes {
        remove(element, of: tag, in: &file, isSearched: creator == nil && !DICOMIdentityRules.isCode(tag))
      }
    }
  }

  // MARK: Values

  private static func isUID(_ element: DICOMDataset.Element, in file: FileBytes) -> Bool {
    if element.type == "UI" { return true }
    guard element.type.isEmpty || element.type == "UN" else { return false }
    let text = file.bytes[element.value].filter { $0 != 0 && $0 != 0x20 }
    return text.count >= 18 && text.count { $0 == UInt8(ascii: ".") } >= 5
      && text.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
  }

  /// Other identifiers in the place of those that are not the standard's.
  private static func exchange(
    _ range: Range<Int>, of tag: DICOMTag, in file: inout MarkedFile, _ rules: IdentityRules
  ) {
    let text = file.bytes(range)
    for word in text.split(whereSeparator: { $0 == UInt8(ascii: "\\") || $0 == 0 || $0 == 0x20 })
    where !MarkedFile.isOfStandard(word) && !DICOMIdentityRules.isClass(tag) && word.count > 5 {
      let start = range.lowerBound + word.startIndex - text.startIndex
      file.remove(
        start..<(start + word.count), field: "\(tag)", kind: .identifier,
        filler: ReplacedUID.bytes(for: Array(word), key: rules.key))
    }
  }

  private static func remove(
    _ element: DICOMDataset.Element, of tag: DICOMTag, in file: inout MarkedFile, isSearched: Bool
  ) {
    let old = file.bytes(element.value)
    let kind: IdentityValue.Kind =
      element.type == "PN" || tag == .patientName
      ? .person
      : ["LT", "ST", "UT"].contains(element.type) || DICOMIdentityRules.isDescription(tag) ? .description : .identifier
    let isText = old.allSatisfy { $0 == 0 || $0 >= 0x20 && $0 != 0x7f }
    let filler: [UInt8]
    switch element.type {
    case "DA", "TM", "DT", "AS":
      // A date that stands for none, and midnight.
      let none = Array(
        element.type == "DA" || element.type == "DT" ? "19000101000000.000000".utf8 : "000000.000000".utf8)
      filler =
        tag == .patientBirthDate || element.type == "AS"
        ? blank(old)
        : old.indices.map { index in
          let place = index - old.startIndex
          return old[index] == 0x20 || old[index] == 0 || place >= none.count ? 0x20 : none[place]
        }
    case "US", "SS", "UL", "SL", "FL", "FD", "OB", "OW", "OF", "OD", "OL", "AT":
      file.note("\(tag)")
      return file.replace(element.value, with: [UInt8](repeating: 0, count: old.count))
    default: filler = isText ? blank(old) : [UInt8](repeating: 0, count: old.count)
    }
    guard isText else {
      file.note("\(tag)")
      return file.replace(element.value, with: filler)
    }
    file.remove(element.value, field: "\(tag)", kind: kind, filler: filler, isSearched: isSearched)
  }

  private static func blank(_ old: ArraySlice<UInt8>) -> [UInt8] { [UInt8](repeating: 0x20, count: old.count) }
}

extension DICOMDataset {
  /// Who made the block of a private attribute; `nil` for public ones.
  func creator(of tag: DICOMTag) -> String? {
    guard tag.group & 1 == 1, tag.element >= 0x1000 else { return nil }
    return string(DICOMTag(tag.group, tag.element >> 8)) ?? ""
  }
}
