import Foundation
import MRSCore

/// Reads a signal of whatever known format: by its content first, by its name's extension where content does not tell.
public enum SignalFile {
  /// In the order in which they are asked: those with a mark of their own first, those whose text must be searched last.
  static let readers: [any SignalReader.Type] = [
    NIfTIMRSReader.self,
    RDAReader.self,
    DICOMReader.self,
    TwixReader.self,
    GEPFileReader.self,
    VarianReader.self,
    BrukerReader.self,
    PhilipsListReader.self,
    JMRUITextReader.self,
    JMRUIBinaryReader.self,
    PhilipsReader.self,
    LCModelRawReader.self,
  ]

  /// The formats that are read.
  static var formats: [SignalFormat] { readers.map { $0.format } }

  /// The one scan of a file; of a file of several, the one that ``SignalOverrides/part`` chooses.
  /// - Parameter worker: told how far a long file is read.
  /// - Throws: ``FormatError``; ``FormatError/severalSignals(path:axes:example:)`` where nothing chooses among several.
  public static func read(
    _ url: URL, overrides: SignalOverrides = .none, worker: Worker = .quiet()
  ) throws(FormatError) -> Scan {
    try chosen(from: readAll(url, overrides: overrides, worker: worker), of: url, overrides: overrides)
  }

  /// Of the scans of a file the one that ``SignalOverrides/part`` chooses.
  /// - Throws: ``FormatError/severalSignals(path:axes:example:)`` where nothing chooses among several.
  public static func chosen(
    from scans: [Scan], of url: URL, overrides: SignalOverrides
  ) throws(FormatError) -> Scan {
    try ScanPart.chosen(from: scans, by: overrides.part, path: url.path(percentEncoded: false))
  }

  /// Every scan of a file: one, or one a voxel and condition, in the file's order.
  /// - Parameter worker: told how far a long file is read.
  /// - Throws: ``FormatError``.
  public static func readAll(
    _ url: URL, overrides: SignalOverrides = .none, worker: Worker = .quiet()
  ) throws(FormatError) -> [Scan] {
    let beginning = try FileBytes(url, limit: 1 << 16)
    return try reader(of: beginning, extension: url.pathExtension.lowercased())
      .scans(at: url, overrides: overrides, worker: worker)
  }

  /// How many scans a file holds; of most formats that is told without reading the samples.
  /// - Throws: ``FormatError``.
  public static func count(_ url: URL, overrides: SignalOverrides = .none) throws(FormatError) -> Int {
    let beginning = try FileBytes(url, limit: 1 << 16)
    let reader = try reader(of: beginning, extension: url.pathExtension.lowercased())
    if let count = try reader.count(at: url) { return count }
    return try reader.scans(at: url, overrides: overrides).count
  }

  /// The reader of a file, from its first 64 KiB.
  /// - Throws: ``FormatError/notYetRead(path:format:advice:)`` for formats that are known but not read,
  ///   ``FormatError/unrecognised(path:firstBytes:)``.
  static func reader(of file: FileBytes, extension suffix: String) throws(FormatError) -> any SignalReader.Type {
    if let reader = readers.first(where: { $0.recognises(file) }) { return reader }
    if let foreign = ForeignFormat(of: file) { throw foreign.refusal(path: file.path) }
    if let reader = readers.first(where: { $0.extensions.contains(suffix) }), !isForeignStream(file, suffix) {
      return reader
    }
    throw .unrecognised(path: file.path, firstBytes: file.beginning)
  }

  /// True for a gzip stream by another name than `.gz`, whose content no reader knows.
  private static func isForeignStream(_ file: FileBytes, _ suffix: String) -> Bool {
    Gzip.isCompressed(file.bytes) && suffix != "gz"
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
