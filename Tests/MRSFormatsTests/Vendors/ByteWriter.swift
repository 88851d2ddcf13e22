/// Bytes with numbers at offsets, of either byte order, independent of the package's own code.
struct ByteWriter {
  var bytes: [UInt8]
  let isBig: Bool

  init(count: Int = 0, isBig: Bool = false) {
    bytes = [UInt8](repeating: 0, count: count)
    self.isBig = isBig
  }

  private func ordered<T: FixedWidthInteger>(_ value: T) -> [UInt8] {
    let little = (0..<(T.bitWidth / 8)).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    return isBig ? little.reversed() : little
  }

  mutating func put(_ field: [UInt8], at offset: Int) {
    bytes.replaceSubrange(offset..<(offset + field.count), with: field)
  }

  mutating func put(int16 value: Int, at offset: Int) { put(ordered(Int16(truncatingIfNeeded: value)), at: offset) }
  mutating func put(int32 value: Int, at offset: Int) { put(ordered(Int32(truncatingIfNeeded: value)), at: offset) }
  mutating func put(float value: Double, at offset: Int) { put(ordered(Float(value).bitPattern), at: offset) }
  mutating func put(text value: String, at offset: Int) { put(Array(value.utf8), at: offset) }

  mutating func append(int16 value: Double) { bytes += ordered(Int16(value)) }
  mutating func append(int32 value: Double) { bytes += ordered(Int32(value)) }
  mutating func append(int value: Int) { bytes += ordered(Int32(truncatingIfNeeded: value)) }
  mutating func append(short value: Int) { bytes += ordered(Int16(truncatingIfNeeded: value)) }
  mutating func append(float value: Double) { bytes += ordered(Float(value).bitPattern) }
  mutating func append(double value: Double) { bytes += ordered(value.bitPattern) }
}
