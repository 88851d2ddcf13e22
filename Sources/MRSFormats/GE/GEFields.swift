import MRSCore

/// Numbers of a P-file at byte offsets, with the messages for those that cannot be.
struct GEFields: Sendable {
  let path: String
  let bytes: [UInt8]
  let order: ByteOrder

  init(_ file: FileBytes, _ order: ByteOrder) {
    (path, bytes, self.order) = (file.path, file.bytes, order)
  }

  /// - Throws: ``FormatError/truncated(path:part:needed:found:)`` for a file of fewer bytes.
  func require(_ count: Int, part: String) throws(FormatError) {
    guard bytes.count >= count else {
      throw .truncated(path: path, part: part, needed: count, found: bytes.count)
    }
  }

  /// An unsigned 16-bit number of a range.
  func count(_ offset: Int, _ field: String, _ range: ClosedRange<Int>) throws(FormatError) -> Int {
    let value = Int(order.integer(UInt16.self, in: bytes, at: offset))
    guard range.contains(value) else {
      throw invalid(offset, field, "\(value)", "\(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  /// A float of a range.
  func float(_ offset: Int, _ field: String, _ range: ClosedRange<Double>) throws(FormatError) -> Double {
    let value = order.float32(in: bytes, at: offset)
    guard range.contains(value) else {
      throw invalid(offset, field, "\(value)", "\(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  func invalid(_ offset: Int, _ field: String, _ found: String, _ expected: String) -> FormatError {
    .invalidField(
      path: path, location: .byte(offset), field: field, found: found, expected: expected,
      consequence: "The file is damaged, or of an imaging scan; copy it from the scanner again.")
  }

  /// The receivers of up to four boards: each gives its first and last one, zeros where it is not used.
  func receivers(_ offset: Int) throws(FormatError) -> Int {
    var total = 0
    for board in 0..<4 {
      let first = order.int16(in: bytes, at: offset + 4 * board)
      let last = order.int16(in: bytes, at: offset + 4 * board + 2)
      if first == 0 && last == 0 { continue }
      guard (0...1023).contains(first), (first...1023).contains(last) else {
        throw invalid(offset + 4 * board, "rhdab[\(board)]", "\(first) to \(last)", "receivers 0 to 1023, in order")
      }
      total += last - first + 1
    }
    return max(total, 1)
  }

  /// The spectral width of user0, in Hz; where that cannot be one, that of the header's own field.
  func spectralWidth(_ raw: GELayout.Raw) throws(FormatError) -> (Double, [Doubt]) {
    let user = order.float32(in: bytes, at: raw.user0)
    let own = order.float32(in: bytes, at: raw.spectralWidth)
    func canBe(_ width: Double) -> Bool { width > 0 && SamplingLimits.dwellTime.contains(1 / width) }
    guard canBe(user) else {
      guard canBe(own) else {
        throw invalid(raw.user0, "rhuser0", "\(user) Hz", "a spectral width of 200 Hz to 200 kHz")
      }
      return (own, [])
    }
    guard canBe(own), abs(own / user - 1) > 1e-3 else { return (user, []) }
    return (
      user,
      [
        .contradictoryFields(
          first: "'rhuser0', the spectral width, is \(user) Hz", second: "'spectral_width' is \(own) Hz",
          used: "the former was used")
      ]
    )
  }

  /// A place in the file that lies inside of it.
  func place(_ place: GELayout.Place, _ field: String, atLeast least: Int) throws(FormatError) -> Int {
    switch place {
    case .fixed(let offset): return offset
    case .written(let offset):
      let value = order.int32(in: bytes, at: offset)
      guard value >= least, value < bytes.count else {
        throw invalid(offset, field, "\(value)", "a place in the file, \(least) to \(bytes.count - 1)")
      }
      return value
    }
  }
}
