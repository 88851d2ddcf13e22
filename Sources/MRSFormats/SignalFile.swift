import Foundation
import MRSCore

/// Reads a signal of whatever known format: by its content first, by its name's extension where content does not tell.
public enum SignalFile {
  /// - Throws: ``FormatError``.
  public static func read(_ url: URL, overrides: SignalOverrides = .none) throws(FormatError) -> Scan {
    let beginning = try FileBytes(url, limit: 1 << 16)
    switch try format(of: beginning, extension: url.pathExtension.lowercased()) {
    case .niftiMRS: return try NIfTIMRSFile.read(url, overrides: overrides)
    case .philipsSDAT: return try PhilipsFile.read(url, overrides: overrides)
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
    if let foreign = ForeignFormat(of: file, extension: suffix) { throw foreign.refusal(path: file.path) }
    if suffix == "nii" { return .niftiMRS }
    if suffix == "sdat" || suffix == "spar" || SPARHeader.isHeader(file) { return .philipsSDAT }
    if isRaw(file) { return .lcmodelRaw }
    throw .unrecognised(path: file.path, firstBytes: file.beginning)
  }

  /// True for a text that has the namelist $NMID, whatever its name; a .RAW without it is refused by its own reader.
  private static func isRaw(_ file: FileBytes) -> Bool {
    contains("$NMID", in: file.bytes) || contains("&NMID", in: file.bytes)
  }

  /// True where the letters stand anywhere in `bytes`, in any case.
  static func contains(_ text: String, in bytes: [UInt8]) -> Bool {
    let wanted = Array(text.utf8)
    guard let first = wanted.first, bytes.count >= wanted.count else { return false }
    return (0...(bytes.count - wanted.count)).contains { start in
      bytes[start] & 0xdf == first & 0xdf
        && zip(bytes[start..<(start + wanted.count)], wanted).allSatisfy { $0 == $1 || ($0 ^ $1 == 0x20 && $1 >= 0x41) }
    }
  }
}
