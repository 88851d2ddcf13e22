import Foundation

/// The header of one readout: of one channel (VB) or of all (VD and later).
struct TwixReadout: Sendable {
  /// Loop counters, in the order of the file: lines, averages, slices, partitions, echoes, phases, repetitions, sets, segments,
  /// and five free ones.
  struct Counters: Hashable, Sendable {
    let values: [Int]
    static let names = [
      "Lin", "Ave", "Sli", "Par", "Eco", "Phs", "Rep", "Set", "Seg", "Ida", "Idb", "Idc", "Idd", "Ide",
    ]

    subscript(name: String) -> Int { Self.names.firstIndex(of: name).map { values[$0] } ?? 0 }
  }

  /// What the bits of the mask say that a readout is.
  enum Kind: String, Hashable, Sendable {
    case signal
    case noise
    case phaseCorrection = "phase correction"
    case reference
    case feedback
    case end
    /// No readout, but data of other devices.
    case sync
  }

  let kind: Kind
  let counters: Counters
  /// How often something was measured before: the channels of one readout have the same.
  let scan: Int
  let samples: Int
  /// Where the samples of each channel begin.
  let offsets: [Int]
  /// Samples at the beginning and at the end that are not of the signal.
  let cutOff: (before: Int, after: Int)
  /// The sample of the echo.
  let centre: Int
  /// Where the next one begins.
  let next: Int

  static func headerSize(isVB: Bool) -> Int { isVB ? 128 : 192 }

  init(_ header: [UInt8], at offset: Int, isVB: Bool) {
    let order = ByteOrder.little
    func number(_ place: Int) -> Int { Int(order.integer(UInt16.self, in: header, at: place)) }
    let shift = isVB ? 0 : 20
    let mask = order.integer(UInt64.self, in: header, at: 20 + shift)
    let length = Int(order.integer(UInt32.self, in: header, at: 0) & 0x1ff_ffff)
    let count = number(28 + shift)
    let channels = isVB ? 1 : number(30 + shift)
    let size = Self.headerSize(isVB: isVB)
    let stride = (isVB ? 0 : 32) + 8 * count
    kind = Self.kind(mask)
    counters = Counters(values: (0..<14).map { number(32 + shift + 2 * $0) })
    scan = order.int32(in: header, at: 8)
    samples = count
    offsets = (0..<channels).map { offset + size + $0 * stride + (isVB ? 0 : 32) }
    cutOff = (number(60 + shift), number(62 + shift))
    centre = number(64 + shift)
    // The stated length is right only where no samples follow.
    next = offset + (kind == .sync || kind == .end ? length : size + channels * stride)
  }

  private static func kind(_ mask: UInt64) -> Kind {
    func has(_ bit: Int) -> Bool { mask >> UInt64(bit) & 1 == 1 }
    if has(0) { return .end }
    if has(5) { return .sync }
    if has(25) { return .noise }
    if has(21) { return .phaseCorrection }
    if has(1) || has(2) || has(14) || has(15) { return .feedback }
    // Bit 22 is a reference of parallel imaging, 23 one that is a part of the image as well.
    return has(22) && !has(23) ? .reference : .signal
  }

  /// The readouts of a measurement, up to its end mark.
  /// - Throws: ``FormatError/truncated(path:part:needed:found:)`` where a readout or the end mark is missing.
  static func all(
    of measurement: TwixMeasurement, in file: SeekableFile
  ) throws(FormatError) -> [TwixReadout] {
    var readouts: [TwixReadout] = []
    var offset = measurement.firstReadout
    let size = headerSize(isVB: measurement.isVB)
    while true {
      let number = readouts.count + 1
      guard offset <= measurement.end - size else {
        throw .truncated(
          path: file.path, part: "the header of readout \(number), or the end mark,", needed: offset + size,
          found: measurement.end)
      }
      let header = [UInt8](try file.bytes(at: offset, count: size, part: "the header of readout \(number)"))
      let readout = TwixReadout(header, at: offset, isVB: measurement.isVB)
      if readout.kind == .end { return readouts }
      guard readout.next > offset, readout.next <= measurement.end else {
        throw .truncated(
          path: file.path, part: "readout \(number) of \(readout.offsets.count) × \(readout.samples) samples",
          needed: max(readout.next, offset + size), found: measurement.end)
      }
      if readout.kind != .sync { readouts.append(readout) }
      offset = readout.next
    }
  }
}
