import Foundation

/// Twix: the header's texts, the patients' names in the table of measurements, the times of day of the readouts, and what other
/// devices recorded between them.
enum TwixIdentity: IdentityFinder {
  static func marked(_ url: URL, _ rules: IdentityRules) throws(FormatError) -> [MarkedFile] {
    let file = try SeekableFile(url)
    let measurements = try TwixMeasurement.all(in: file)
    var parts: [(start: Int, bytes: [UInt8])] = []
    if let first = measurements.map(\.start).min(), first > 0 {
      parts.append((0, [UInt8](try file.bytes(at: 0, count: first, part: "the table of measurements"))))
    }
    var clocks: [(start: Int, bytes: [UInt8])] = []
    for measurement in measurements {
      let length = measurement.firstReadout - measurement.start
      parts.append((measurement.start, [UInt8](try file.bytes(at: measurement.start, count: length, part: "a header"))))
      let (own, end) = try timeless(measurement, in: file)
      clocks += own
      // What stands behind the end mark is no readout.
      let rest = min(measurement.end - end, longestRest)
      if rest > 0 {
        parts.append((end, [UInt8](try file.bytes(at: end, count: rest, part: "the end of a measurement"))))
      }
    }
    var marked = MarkedFile(url, parts: parts)
    for measurement in measurements {
      SiemensTextIdentity.mark(measurement.start..<measurement.firstReadout, in: &marked, rules)
    }
    if measurements.contains(where: { !$0.isVB }) {
      for index in measurements.indices {
        let name = (8 + 152 * index + 24)..<(8 + 152 * index + 24 + 64)
        let text = marked.bytes(name).prefix { $0 != 0 }
        marked.remove(name.lowerBound..<(name.lowerBound + text.count), field: "patient of the table", kind: .person)
      }
    }
    if !clocks.isEmpty { marked.note("times of day of the readouts") }
    for (start, bytes) in clocks { marked.replace(start..<(start + bytes.count), with: bytes) }
    return [marked]
  }

  private static let longestRest = 1 << 20

  /// The time stamps of the readouts counted from the first one (they count 2.5 ms from midnight), zeros in the place of recordings
  /// of other devices, and where the readouts end.
  private static func timeless(
    _ measurement: TwixMeasurement, in file: SeekableFile
  ) throws(FormatError) -> (pieces: [(start: Int, bytes: [UInt8])], end: Int) {
    var pieces: [(start: Int, bytes: [UInt8])] = []
    var offset = measurement.firstReadout
    let size = TwixReadout.headerSize(isVB: measurement.isVB)
    var first: UInt32?
    while offset <= measurement.end - size {
      let header = [UInt8](try file.bytes(at: offset, count: size, part: "the header of a readout"))
      let readout = TwixReadout(header, at: offset, isVB: measurement.isVB)
      let stamp = ByteOrder.little.integer(UInt32.self, in: header, at: 12)
      if stamp != 0 {
        let origin = first ?? stamp
        first = origin
        let left = stamp &- origin
        pieces.append((offset + 12, (0..<4).map { UInt8(truncatingIfNeeded: left >> (8 * UInt32($0))) }))
      }
      if readout.kind == .end { return (pieces, offset + size) }
      guard readout.next > offset, readout.next <= measurement.end else { break }
      if readout.kind == .sync, readout.next > offset + size {
        pieces.append((offset + size, [UInt8](repeating: 0, count: readout.next - offset - size)))
      }
      offset = readout.next
    }
    return (pieces, min(offset, measurement.end))
  }
}
