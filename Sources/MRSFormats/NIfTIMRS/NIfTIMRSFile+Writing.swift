import Foundation
import MRSCore

extension NIfTIMRSFile {
  /// How samples are stored.
  public enum Precision: Sendable {
    /// Two 32-bit floats, what the standard asks for at least: seven digits.
    case complex64
    /// Two 64-bit floats: what is read back is what was written.
    case complex128
  }

  /// Writes one FID; see ``write(_:metadata:precision:to:)-(FIDArray,_,_,_)``.
  public static func write(
    _ fid: FID, metadata: [String: JSONValue] = [:], precision: Precision = .complex64, to url: URL
  ) throws(FormatError) {
    try write(FIDArray(fid), metadata: metadata, precision: precision, to: url)
  }

  /// Writes a NIfTI-2 file, gzipped when the name ends in `.gz`; coils and averages are dimensions where there are several, and the first sample
  /// is that of the echo (`AcquisitionStartTime` 0).
  ///
  /// `metadata` adds keys to the header extension, or replaces those made from the acquisition. The voxel has no
  /// position (qform 0, 10 m wide, as the standard has it for "no location").
  /// - Throws: ``FormatError/unwritable(path:reason:)``.
  public static func write(
    _ signals: FIDArray, metadata: [String: JSONValue] = [:], precision: Precision = .complex64, to url: URL
  ) throws(FormatError) {
    let image = NIfTIMRSImage(
      acquisition: signals.acquisition, grid: (1, 1, 1), dimensions: dimensions(of: signals), geometry: nil,
      metadata: metadata
    ) { _, place in fid(at: place, of: signals) }
    try write(image, precision: precision, to: url)
  }

  static func write(_ image: NIfTIMRSImage, precision: Precision, to url: URL) throws(FormatError) {
    let bytes = try image.bytes(precision, path: url.path(percentEncoded: false))
    try FileBytes.write(url.pathExtension.lowercased() == "gz" ? Gzip.compressed(bytes) : bytes, to: url)
  }

  /// Coils, then averages, each where there are several.
  static func dimensions(of signals: FIDArray) -> [(tag: String, count: Int)] {
    [("DIM_COIL", signals.coils), ("DIM_DYN", signals.averages)].filter { $0.1 > 1 }.map { (tag: $0.0, count: $0.1) }
  }

  /// The FID at an index along each of ``dimensions(of:)``.
  static func fid(at place: [Int], of signals: FIDArray) -> ComplexVector {
    let coil = signals.coils > 1 ? place[0] : 0
    let average = signals.averages > 1 ? place[signals.coils > 1 ? 1 : 0] : 0
    return signals.samples[coil * signals.averages + average]
  }
}
