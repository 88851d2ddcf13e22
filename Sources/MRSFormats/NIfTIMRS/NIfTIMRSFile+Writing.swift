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

  /// Writes a NIfTI-2 file, gzipped when the name ends in `.gz`; dimension 5 is coils, 6 averages, and the first sample
  /// is that of the echo (`AcquisitionStartTime` 0).
  ///
  /// `metadata` adds keys to the header extension, or replaces those made from the acquisition. The voxel has no
  /// position (qform 0, 10 m wide, as the standard has it for "no location").
  /// - Throws: ``FormatError/unwritable(path:reason:)``.
  public static func write(
    _ signals: FIDArray, metadata: [String: JSONValue] = [:], precision: Precision = .complex64, to url: URL
  ) throws(FormatError) {
    let path = url.path(percentEncoded: false)
    let json = try jsonExtension(signals, metadata: metadata, path: path)
    var bytes = fixedHeader(signals, precision: precision, dataOffset: NIfTIHeader.longest + json.count)
    bytes.append(contentsOf: json)
    bytes.reserveCapacity(bytes.count + signals.samples.count * signals.acquisition.points * 16)
    for average in 0..<signals.averages {
      for coil in 0..<signals.coils {
        let fid = signals.samples[coil * signals.averages + average]
        for i in fid.indices {
          switch precision {
          case .complex64:
            append(Float(fid.real[i]).bitPattern, to: &bytes)
            append(Float(-fid.imaginary[i]).bitPattern, to: &bytes)
          case .complex128:
            append(fid.real[i].bitPattern, to: &bytes)
            append((-fid.imaginary[i]).bitPattern, to: &bytes)
          }
        }
      }
    }
    try FileBytes.write(url.pathExtension.lowercased() == "gz" ? Gzip.compressed(bytes) : bytes, to: url)
  }

  private static func fixedHeader(_ signals: FIDArray, precision: Precision, dataOffset: Int) -> [UInt8] {
    var header: [UInt8] = []
    append(UInt32(540), to: &header)
    header += Array("n+2".utf8) + [0, 0x0d, 0x0a, 0x1a, 0x0a]
    append(UInt16(precision == .complex64 ? NIfTIHeader.complex64 : NIfTIHeader.complex128), to: &header)
    append(UInt16(precision == .complex64 ? 64 : 128), to: &header)
    let rank = signals.averages > 1 ? 6 : signals.coils > 1 ? 5 : 4
    for length in [rank, 1, 1, 1, signals.acquisition.points, signals.coils, signals.averages, 1] {
      append(UInt64(length), to: &header)
    }
    header += [UInt8](repeating: 0, count: 24)
    for width in [1, 10_000, 10_000, 10_000, signals.acquisition.dwellTime, 1, 1, 1] {
      append(width.bitPattern, to: &header)
    }
    append(UInt64(dataOffset), to: &header)
    append(1.0.bitPattern, to: &header)
    header += [UInt8](repeating: 0, count: 500 - header.count)
    // Millimetres (2) and seconds (8).
    append(UInt32(2 + 8), to: &header)
    header += [UInt8](repeating: 0, count: 4)
    let intent = Array("mrs_v0_9".utf8)
    header += intent + [UInt8](repeating: 0, count: 540 - header.count - intent.count)
    return header + [1, 0, 0, 0]
  }

  /// The extension with its two size fields, padded with spaces to a multiple of 16 bytes.
  private static func jsonExtension(
    _ signals: FIDArray, metadata: [String: JSONValue], path: String
  ) throws(FormatError) -> [UInt8] {
    let acquisition = signals.acquisition
    var values: [String: JSONValue] = [
      "SpectrometerFrequency": .array([.number(acquisition.spectrometerFrequency.megahertz)]),
      "ResonantNucleus": .array([.string(acquisition.nucleus)]),
      "ConversionMethod": .string("Hepatica"),
      "AcquisitionStartTime": .number(0),
    ]
    if signals.coils > 1 || signals.averages > 1 { values["dim_5"] = .string("DIM_COIL") }
    if signals.averages > 1 { values["dim_6"] = .string("DIM_DYN") }
    values["EchoTime"] = acquisition.echoTime.map(JSONValue.number)
    values["RepetitionTime"] = acquisition.repetitionTime.map(JSONValue.number)
    values["SequenceName"] = acquisition.sequence.map(JSONValue.string)
    if acquisition.carrierShift != (acquisition.nucleus == "1H" ? .bodyWater : .ppm(0)) {
      values[carrierKey] = .object([
        "Value": .number(acquisition.carrierShift.ppm),
        "Description": .string("The chemical shift at 0 Hz, in ppm."),
      ])
    }
    values.merge(metadata) { $1 }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let json = try? encoder.encode(values) else {
      throw .unrepresentable(
        path: path, what: "the metadata hold a number that is NaN or infinite", advice: "JSON has no such numbers.")
    }
    let size = (8 + json.count + 15) / 16 * 16
    var bytes: [UInt8] = []
    append(UInt32(size), to: &bytes)
    append(UInt32(NIfTIMRSMetadata.extensionCode), to: &bytes)
    bytes += json
    return bytes + [UInt8](repeating: 0x20, count: size - bytes.count)
  }

  private static func append(_ value: some FixedWidthInteger, to bytes: inout [UInt8]) {
    var rest = value
    for _ in 0..<(value.bitWidth / 8) {
      bytes.append(UInt8(truncatingIfNeeded: rest))
      rest >>= 8
    }
  }
}
