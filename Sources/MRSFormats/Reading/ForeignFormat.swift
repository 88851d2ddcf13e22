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
      let format = Self.philips(file, suffix)
        ?? Self.geOrText(file.bytes, suffix) ?? Self.preclinical(file)
    else { return nil }
    self = format
  }

  // MARK: Clinical scanners

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
