import Foundation
import MRSCore

/// One measurement in a twix file: where it lies, and its headers.
///
/// VB files hold one, from byte 0 on. Files of VD, VE and XA begin with a table: a number below 10,000, the number of
/// measurements, then for each (64 places of 152 bytes) two identifiers, where it begins and how long it is, and two names.
/// The last one is the scan, those before it are adjustments.
struct TwixMeasurement: Sendable {
  /// Whether every readout begins with a header of its own for each channel (VB), or with one for all (VD and later).
  let isVB: Bool
  let start: Int
  let end: Int
  /// Where the readouts begin.
  let firstReadout: Int
  /// The parts of the header by their names: `MeasYaps`, `Dicom`, `Meas`, …
  let parts: [String: [UInt8]]

  private static let tablePlaces = 64
  /// Longer headers are damage: those of scanners have one or two megabytes.
  private static let longestHeader = 1 << 26

  static func isContainer(first: Int, count: Int) -> Bool { first < 10_000 && (1...tablePlaces).contains(count) }

  /// True for the beginning of a file of VB: at byte 8 stands the name of the header's first part, ended by a zero.
  static func beginsWithPart(_ bytes: [UInt8]) -> Bool {
    ["Config", "Dicom", "Meas", "MeasYaps", "Phoenix", "Spice"].contains {
      bytes.dropFirst(8).starts(with: Array($0.utf8) + [0])
    }
  }

  /// All measurements of a file, in its order.
  /// - Throws: ``FormatError``.
  static func all(in file: SeekableFile) throws(FormatError) -> [TwixMeasurement] {
    let start = [UInt8](try file.bytes(at: 0, count: 24, part: "the first numbers"))
    let order = ByteOrder.little
    let count = Int(order.integer(UInt32.self, in: start, at: 4))
    let first = Int(order.integer(UInt32.self, in: start, at: 0))
    guard !beginsWithPart(start), isContainer(first: first, count: count) else {
      return [try TwixMeasurement(in: file, isVB: true, start: 0, end: file.count, number: 1)]
    }
    let table = [UInt8](try file.bytes(at: 8, count: 152 * count, part: "the table of \(count) measurements"))
    var measurements: [TwixMeasurement] = []
    for index in 0..<count {
      let begin = order.integer(UInt64.self, in: table, at: 152 * index + 8)
      let length = order.integer(UInt64.self, in: table, at: 152 * index + 16)
      guard begin >= 8 + 152, begin < UInt64(file.count) else {
        throw .invalidField(
          path: file.path, location: .byte(8 + 152 * index + 8), field: "the offset of measurement \(index + 1)",
          found: "\(begin)", expected: "a byte of the file, below \(file.count)",
          consequence: "The file was cut off or is damaged; copy it again.")
      }
      // Zero stands for all that follows; a measurement may also reach beyond what was copied.
      let available = UInt64(file.count) - begin
      guard length <= available else {
        throw .truncated(
          path: file.path, part: "measurement \(index + 1) of \(count)",
          needed: Int(clamping: begin.addingReportingOverflow(length).partialValue), found: file.count)
      }
      measurements.append(
        try TwixMeasurement(
          in: file, isVB: false, start: Int(begin), end: Int(begin + (length == 0 ? available : length)),
          number: index + 1))
    }
    return measurements
  }

  private init(
    in file: SeekableFile, isVB: Bool, start: Int, end: Int, number: Int
  ) throws(FormatError) {
    let name = "the header of measurement \(number)"
    let sizes = [UInt8](try file.bytes(at: start, count: 8, part: name))
    let length = Int(ByteOrder.little.integer(UInt32.self, in: sizes, at: 0))
    let count = Int(ByteOrder.little.integer(UInt32.self, in: sizes, at: 4))
    guard length >= 8, length <= min(Self.longestHeader, end - start), (1...64).contains(count) else {
      throw .invalidField(
        path: file.path, location: .byte(start), field: name, found: "\(length) bytes in \(count) parts",
        expected: "8 to \(min(Self.longestHeader, end - start)) bytes in 1 to 64 parts",
        consequence: "The file was cut off or is damaged; copy it again.")
    }
    let bytes = [UInt8](try file.bytes(at: start, count: length, part: name))
    var parts: [String: [UInt8]] = [:]
    var offset = 8
    for _ in 0..<count {
      guard let end = bytes[offset...].prefix(64).firstIndex(of: 0), end + 5 <= bytes.count else { break }
      let size = Int(ByteOrder.little.integer(UInt32.self, in: bytes, at: end + 1))
      guard size <= bytes.count - end - 5 else {
        throw .truncated(
          path: file.path, part: "part \"\(LatinText.string(bytes[offset..<end]))\" of \(name)",
          needed: start + end + 5 + size, found: start + bytes.count)
      }
      parts[LatinText.string(bytes[offset..<end])] = Array(bytes[(end + 5)..<(end + 5 + size)])
      offset = end + 5 + size
    }
    self.isVB = isVB
    self.start = start
    self.end = end
    self.parts = parts
    firstReadout = start + length
  }

  /// MeasYaps, or what stands for it in Phoenix.
  var settings: SiemensProtocol {
    let own = SiemensProtocol(parts["MeasYaps"] ?? [])
    return own.isEmpty ? SiemensProtocol(within: parts["Phoenix"] ?? []) ?? own : own
  }
}
