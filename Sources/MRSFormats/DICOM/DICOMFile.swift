/// A DICOM file: with the 128 bytes before "DICM" and the information on it (PS3.10), or, as old files, from its first
/// element on.
enum DICOMFile {
  static func hasMark(_ bytes: [UInt8]) -> Bool { bytes.count >= 132 && bytes[128..<132].elementsEqual("DICM".utf8) }

  /// True for what begins with an element of group 8 that can be one: its type in two letters, or a short length.
  static func isOld(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= 132, bytes.starts(with: [8, 0]), bytes[3] == 0 else { return false }
    let element = ByteOrder.little.integer(UInt16.self, in: bytes, at: 2)
    guard [0x0000, 0x0001, 0x0005, 0x0008, 0x0012, 0x0016].contains(element) else { return false }
    return isExplicit(bytes, at: 0) || ByteOrder.little.integer(UInt32.self, in: bytes, at: 4) < 128
  }

  private static func isExplicit(_ bytes: [UInt8], at offset: Int) -> Bool {
    offset + 6 <= bytes.count && bytes[(offset + 4)..<(offset + 6)].allSatisfy { (0x41...0x5a).contains($0) }
  }

  /// - Throws: ``FormatError``; ``FormatError/notYetRead(path:format:advice:)`` for bytes in big-endian order and for
  ///   deflated files.
  static func dataset(_ file: FileBytes) throws(FormatError) -> DICOMDataset {
    guard hasMark(file.bytes) else {
      return try DICOMParser.dataset(file, from: 0, isExplicit: isExplicit(file.bytes, at: 0))
    }
    let (information, end) = try DICOMParser.metaInformation(file, from: 132)
    let syntax = information.string(.transferSyntax)
    switch syntax {
    case "1.2.840.10008.1.2": return try DICOMParser.dataset(file, from: end, isExplicit: false)
    case "1.2.840.10008.1.2.2", "1.2.840.10008.1.2.1.99":
      let isBig = syntax == "1.2.840.10008.1.2.2"
      throw .notYetRead(
        path: file.path, format: "a DICOM file \(isBig ? "in big-endian order of bytes" : "that is deflated")",
        advice: "write it anew with 'dcmconv +te IN OUT' (dcmtk): explicit little-endian")
    default:
      return try DICOMParser.dataset(file, from: end, isExplicit: syntax != nil || isExplicit(file.bytes, at: end))
    }
  }
}
