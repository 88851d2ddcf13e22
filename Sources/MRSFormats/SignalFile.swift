import Foundation
import MRSCore

/// Reads a signal of whatever known format: by its content first, by its name's extension where content does not tell.
public enum SignalFile {
  /// - Throws: ``FormatError``.
  public static func read(_ url: URL, overrides: SignalOverrides = .none) throws(FormatError) -> Scan {
    let beginning = try FileBytes(url, limit: 1 << 16)
    switch try format(of: beginning, extension: url.pathExtension.lowercased()) {
    case .niftiMRS: return try NIfTIMRSFile.read(url)
    case .philipsSDAT: return try PhilipsFile.read(url)
    case .lcmodelRaw: return try LCModelRawFile.read(url, overrides: overrides)
    }
  }

  /// The format of a file from its first 64 KiB.
  /// - Throws: ``FormatError/notYetRead(path:format:advice:)`` for formats that are known but not read,
  ///   ``FormatError/unrecognised(path:firstBytes:)``.
  static func format(of file: FileBytes, extension suffix: String) throws(FormatError) -> SignalFormat {
    if Gzip.isCompressed(file.bytes) {
      let start = (try? Gzip.decompressed(file, limit: NIfTIHeader.longest, verifying: false)) ?? []
      if NIfTIHeader.isHeader(start) || suffix == "gz" { return .niftiMRS }
      throw .unrecognised(path: file.path, firstBytes: file.beginning)
    }
    if NIfTIHeader.isHeader(file.bytes) { return .niftiMRS }
    try refuseKnown(file, suffix: suffix)
    if suffix == "nii" { return .niftiMRS }
    if suffix == "sdat" || suffix == "spar" || SPARHeader.isHeader(file) { return .philipsSDAT }
    if isRaw(file) { return .lcmodelRaw }
    throw .unrecognised(path: file.path, firstBytes: file.beginning)
  }

  /// True for a text that has the namelist $NMID, whatever its name; a .RAW without it is refused by its own reader.
  private static func isRaw(_ file: FileBytes) -> Bool {
    contains("$NMID", in: file.bytes) || contains("&NMID", in: file.bytes)
  }

  private static func refuseKnown(_ file: FileBytes, suffix: String) throws(FormatError) {
    let bytes = file.bytes
    func refuse(_ format: String, _ advice: String) -> FormatError {
      .notYetRead(path: file.path, format: format, advice: advice)
    }
    if bytes.starts(with: Array(">>> Begin of header".utf8)) {
      throw refuse("a Siemens RDA file", "convert it to NIfTI-MRS with 'spec2nii rda FILE'")
    }
    if bytes.count >= 132, bytes[128..<132].elementsEqual("DICM".utf8) {
      throw refuse("a DICOM file", "convert it to NIfTI-MRS with 'spec2nii dicom FILE'")
    }
    if suffix == "dat", isTwix(bytes) {
      throw refuse("Siemens raw data (twix)", "convert it to NIfTI-MRS with 'spec2nii twix -e image FILE'")
    }
    if suffix == "7", isPFile(bytes) {
      throw refuse("a GE P-file", "convert it to NIfTI-MRS with 'spec2nii ge FILE'")
    }
    if contains("$BASIS1", in: bytes) || contains("&BASIS1", in: bytes) {
      throw refuse("an LCModel basis set, not a signal", "give it as the basis (--basis) instead")
    }
    if contains("$LCMODL", in: bytes) {
      throw refuse("an LCModel control file, not a signal", "name the RAW file that its FILRAW gives")
    }
    if bytes.starts(with: Array("jMRUI".utf8)) {
      throw refuse("a jMRUI text file", "convert it to NIfTI-MRS with 'spec2nii jmrui FILE'")
    }
  }

  /// A P-file begins with its revision as a float, of either byte order: 5 to 99 so far.
  private static func isPFile(_ bytes: [UInt8]) -> Bool {
    bytes.count >= 4 && [ByteOrder.little, .big].contains { (5..<100).contains($0.float32(in: bytes, at: 0)) }
  }

  /// VD/VE multi-raid files begin with 0 and a count of at most 64 measurements; VB files hold "MeasYaps".
  private static func isTwix(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= 8 else { return false }
    let first = ByteOrder.little.int32(in: bytes, at: 0)
    let second = ByteOrder.little.int32(in: bytes, at: 4)
    return (first == 0 && (1...64).contains(second)) || contains("MeasYaps", in: bytes)
  }

  private static func contains(_ text: String, in bytes: [UInt8]) -> Bool {
    let wanted = Array(text.utf8)
    guard let first = wanted.first, bytes.count >= wanted.count else { return false }
    return (0...(bytes.count - wanted.count)).contains { start in
      bytes[start] & 0xdf == first & 0xdf
        && zip(bytes[start..<(start + wanted.count)], wanted).allSatisfy { $0 == $1 || ($0 ^ $1 == 0x20 && $1 >= 0x41) }
    }
  }
}
