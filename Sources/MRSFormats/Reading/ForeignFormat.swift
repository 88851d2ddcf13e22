import Foundation

/// A format that is known by its content, but not read: its name, and the command that converts it.
struct ForeignFormat: Sendable {
  let name: String
  let advice: String

  func refusal(path: String) -> FormatError { .notYetRead(path: path, format: name, advice: advice) }

  private init(_ name: String, _ advice: String) {
    self.name = name
    self.advice = advice
  }

  /// A format that spec2nii converts with `command`.
  private init(_ name: String, command: String) {
    self.init(name, "convert it to NIfTI-MRS with 'spec2nii \(command)'")
  }

  /// - Parameters:
  ///   - file: the first 64 KiB.
  ///   - suffix: the extension of its name, in lower case.
  init?(of file: FileBytes, extension suffix: String) {
    guard
      let format = Self.dicom(file.bytes, suffix) ?? Self.philips(file, suffix)
        ?? Self.geOrText(file.bytes, suffix) ?? Self.preclinical(file)
    else { return nil }
    self = format
  }

  // MARK: Clinical scanners

  /// With the 128 bytes before "DICM", or, as old files, from their first element (group 8) on.
  private static func dicom(_ bytes: [UInt8], _ suffix: String) -> ForeignFormat? {
    let hasMark = bytes.count >= 132 && bytes[128..<132].elementsEqual("DICM".utf8)
    let isOld = (suffix == "dcm" || suffix == "ima") && bytes.starts(with: [8, 0])
    guard hasMark || isOld else { return nil }
    let manufacturer = manufacturer(bytes)
    let name = manufacturer.map { "a DICOM file of \($0)" } ?? "a DICOM file"
    let folded = manufacturer?.lowercased() ?? ""
    if folded.contains("siemens") { return ForeignFormat(name, command: "dicom FILE") }
    if folded.contains("philips") { return ForeignFormat(name, command: "philips_dcm FILE") }
    if folded.contains("uih") || folded.contains("united imaging") { return ForeignFormat(name, command: "uih FILE") }
    if folded.hasPrefix("ge ") || folded.contains("general electric") {
      return ForeignFormat(
        name,
        "spec2nii has no reader for it either: take the scan's P-file (P….7) and convert that with 'spec2nii ge FILE'")
    }
    return ForeignFormat(
      name,
      """
      convert it to NIfTI-MRS with 'spec2nii dicom FILE' (Siemens), 'spec2nii philips_dcm FILE' (Philips) or 'spec2nii \
      uih FILE' (UIH); there is no converter for others: export another format
      """)
  }

  /// The element (0008,0070), with its type written out (LO and a length of two bytes) or without (a length of four).
  private static func manufacturer(_ bytes: [UInt8]) -> String? {
    let tag: [UInt8] = [0x08, 0x00, 0x70, 0x00]
    var start = bytes.startIndex
    while let found = bytes[start...].firstIndex(of: tag[0]), found + 8 <= bytes.count {
      start = found + 1
      guard bytes[found...].starts(with: tag) else { continue }
      let isExplicit = bytes[(found + 4)...].starts(with: Array("LO".utf8))
      let length =
        isExplicit
        ? Int(ByteOrder.little.integer(UInt16.self, in: bytes, at: found + 6))
        : ByteOrder.little.int32(in: bytes, at: found + 4)
      guard (1...64).contains(length), found + 8 + length <= bytes.count else { continue }
      let text = LatinText.string(bytes[(found + 8)..<(found + 8 + length)].prefix { $0 != 0 })
      return text.trimmingCharacters(in: .whitespaces)
    }
    return nil
  }

  private static func philips(_ file: FileBytes, _ suffix: String) -> ForeignFormat? {
    let isList = SignalFile.contains("DATA DESCRIPTION FILE", in: Array(file.bytes.prefix(256)))
    guard isList || (suffix == "data" && file.hasSibling(extension: "list")) else { return nil }
    return ForeignFormat("Philips raw data (.data and .list)", command: "philips_dl DATA LIST SPAR")
  }

  private static func geOrText(_ bytes: [UInt8], _ suffix: String) -> ForeignFormat? {
    // A P-file begins with its revision as a float, of either byte order: 5 to 99 so far.
    let isPFile =
      suffix == "7" && bytes.count >= 4
      && [ByteOrder.little, .big].contains { (5..<100).contains($0.float32(in: bytes, at: 0)) }
    if isPFile { return ForeignFormat("a GE P-file", command: "ge FILE") }
    if bytes.starts(with: Array("jMRUI".utf8)) { return ForeignFormat("a jMRUI text file", command: "jmrui FILE") }
    if suffix == "mrui" { return ForeignFormat("a jMRUI file (.mrui)", command: "jmrui FILE") }
    if bytes.starts(with: Array("MATLAB 5.0".utf8)) {
      return ForeignFormat("a MATLAB file", "write NIfTI-MRS from the program that made it (FID-A: io_writeniimrs)")
    }
    if SignalFile.contains("$BASIS1", in: bytes) || SignalFile.contains("&BASIS1", in: bytes) {
      return ForeignFormat("an LCModel basis set, not a signal", "give it as the basis (--basis) instead")
    }
    if SignalFile.contains("$LCMODL", in: bytes) {
      return ForeignFormat("an LCModel control file, not a signal", "name the RAW file that its FILRAW gives")
    }
    return nil
  }

  // MARK: Preclinical scanners

  /// Files without a mark of their own are known by the parameter files beside them.
  private static func preclinical(_ file: FileBytes) -> ForeignFormat? {
    let name = file.name.lowercased()
    let isParameters = file.bytes.starts(with: Array("##TITLE=".utf8))
    if isParameters || ["fid", "ser", "2dseq", "rawdata.job0"].contains(name), isParameters || file.isBruker {
      let isImage = name == "2dseq" || name == "visu_pars"
      return ForeignFormat(
        "Bruker data (ParaVision)", command: isImage ? "bruker -m 2DSEQ FOLDER" : "bruker -m FID FOLDER")
    }
    if name == "procpar" || (name == "fid" && file.hasSibling("procpar")) {
      return ForeignFormat("Varian data (fid and procpar)", command: "varian FOLDER")
    }
    return nil
  }
}
