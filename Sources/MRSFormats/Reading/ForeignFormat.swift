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

  /// - Parameter file: the first 64 KiB.
  init?(of file: FileBytes) {
    guard let format = Self.text(file.bytes) ?? Self.preclinical(file) else { return nil }
    self = format
  }

  private static func text(_ bytes: [UInt8]) -> ForeignFormat? {
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

  /// Reconstructions of Bruker's, and parameter files without their scan.
  private static func preclinical(_ file: FileBytes) -> ForeignFormat? {
    let name = file.name.lowercased()
    let isParameters = file.bytes.starts(with: Array("##TITLE=".utf8))
    if name == "2dseq" && file.isBruker || isParameters && name == "visu_pars" {
      return ForeignFormat("a Bruker reconstruction (ParaVision)", command: "bruker -m 2DSEQ FOLDER")
    }
    guard isParameters || (["fid", "ser", "rawdata.job0"].contains(name) && file.isBruker) else { return nil }
    return ForeignFormat(
      "a part of a Bruker scan (ParaVision)", "copy fid (or rawdata.job0), method and acqp of the scan into one folder")
  }
}
