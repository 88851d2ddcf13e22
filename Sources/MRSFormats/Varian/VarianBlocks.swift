import MRSCore

/// The blocks of a Varian or Agilent `fid`: a header of 32 bytes, then blocks of a header of 28 bytes and traces. All
/// numbers are big-endian.
struct VarianBlocks: Sendable {
  let path: String
  let blocks: Int
  let traces: Int
  /// Complex points a trace.
  let points: Int
  /// How many transients each block sums.
  let transients: [Int]
  private let bytes: [UInt8]
  private let kind: Kind
  private let bytesPerBlock: Int

  private enum Kind: Int {
    case int16 = 2
    case int32 = 4
    case float = 5

    var size: Int { self == .int16 ? 2 : 4 }
  }

  private static let fileHeader = 32
  private static let blockHeader = 28

  /// - Throws: ``FormatError``.
  init(_ file: FileBytes) throws(FormatError) {
    (path, bytes) = (file.path, file.bytes)
    guard bytes.count >= Self.fileHeader else {
      throw .truncated(path: path, part: "the header", needed: Self.fileHeader, found: bytes.count)
    }
    func number(_ index: Int) -> Int { ByteOrder.big.int32(in: file.bytes, at: 4 * index) }
    func invalid(_ offset: Int, _ field: String, _ found: Int, _ expected: String) -> FormatError {
      .invalidField(
        path: file.path, location: .byte(offset), field: field, found: "\(found)", expected: expected,
        consequence: "The file is damaged, or no fid of Varian; copy it again.")
    }
    func count(_ index: Int, _ field: String, most: Int) throws(FormatError) -> Int {
      let value = number(index)
      guard (1...most).contains(value) else { throw invalid(4 * index, field, value, "1 to \(most)") }
      return value
    }
    blocks = try count(0, "nblocks", most: 1 << 20)
    traces = try count(1, "ntraces", most: 1 << 20)
    let values = try count(2, "np", most: 2 * SamplingLimits.mostPoints)
    guard values.isMultiple(of: 2) else { throw invalid(8, "np", values, "even: real and imaginary parts") }
    points = values / 2
    let status = ByteOrder.big.int16(in: bytes, at: 26)
    kind = status & 0x8 != 0 ? .float : status & 0x4 != 0 ? .int32 : .int16
    let stated = number(3)
    guard stated == kind.size else {
      throw invalid(12, "ebytes", stated, "\(kind.size), by the status \(status) of the file")
    }
    guard status & 0x2 == 0 else { throw invalid(26, "status", status, "that of a time signal, not of a spectrum") }
    let smallest = traces * values * kind.size + Self.blockHeader
    bytesPerBlock = number(5)
    guard bytesPerBlock >= smallest, bytesPerBlock < bytes.count else {
      throw invalid(
        20, "bbytes", bytesPerBlock, "\(smallest) or more: a header and \(traces) traces of \(values) values")
    }
    let needed = Self.fileHeader + blocks * bytesPerBlock
    guard bytes.count >= needed else {
      throw .truncated(
        path: path, part: "\(blocks) blocks of \(bytesPerBlock) bytes", needed: needed, found: bytes.count)
    }
    let size = bytesPerBlock
    transients = (0..<blocks).map { ByteOrder.big.int32(in: file.bytes, at: Self.fileHeader + $0 * size + 8) }
  }

  /// A trace in the package's sign: as stored, a resonance downfield of the carrier has negative frequency.
  ///
  /// Whole numbers that were divided by a power of two to fit, as the block's `scale` says, are multiplied by it again.
  func fid(block: Int, trace: Int) -> ComplexVector {
    let start = Self.fileHeader + block * bytesPerBlock
    let scale = kind == .float ? 0 : max(-31, min(31, ByteOrder.big.int16(in: bytes, at: start)))
    let factor = Double(sign: .plus, exponent: scale, significand: 1)
    // Traces end the block: some have more headers than one.
    let first = start + bytesPerBlock - (traces - trace) * 2 * points * kind.size
    var fid = ComplexVector(zeros: points)
    for i in 0..<points {
      let place = first + 2 * kind.size * i
      fid.real[i] = factor * value(at: place)
      fid.imaginary[i] = -factor * value(at: place + kind.size)
    }
    return fid
  }

  private func value(at offset: Int) -> Double {
    switch kind {
    case .int16: Double(ByteOrder.big.int16(in: bytes, at: offset))
    case .int32: Double(ByteOrder.big.int32(in: bytes, at: offset))
    case .float: ByteOrder.big.float32(in: bytes, at: offset)
    }
  }
}
