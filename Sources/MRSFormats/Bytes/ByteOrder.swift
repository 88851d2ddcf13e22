/// The order of the bytes of a number in a file, and how to read numbers in it.
enum ByteOrder: Sendable {
  case little
  case big

  /// The unsigned integer at `offset`. The caller has checked that it lies inside.
  func integer<T: FixedWidthInteger & UnsignedInteger>(_ type: T.Type, in bytes: [UInt8], at offset: Int) -> T {
    var value: T = 0
    for i in 0..<(T.bitWidth / 8) {
      let byte = T(truncatingIfNeeded: bytes[self == .little ? offset + T.bitWidth / 8 - 1 - i : offset + i])
      value = (value << 8) | byte
    }
    return value
  }

  func int16(in bytes: [UInt8], at offset: Int) -> Int {
    Int(Int16(bitPattern: integer(UInt16.self, in: bytes, at: offset)))
  }

  func int32(in bytes: [UInt8], at offset: Int) -> Int {
    Int(Int32(bitPattern: integer(UInt32.self, in: bytes, at: offset)))
  }

  func int64(in bytes: [UInt8], at offset: Int) -> Int {
    Int(Int64(bitPattern: integer(UInt64.self, in: bytes, at: offset)))
  }

  func float32(in bytes: [UInt8], at offset: Int) -> Double {
    Double(Float(bitPattern: integer(UInt32.self, in: bytes, at: offset)))
  }

  func float64(in bytes: [UInt8], at offset: Int) -> Double {
    Double(bitPattern: integer(UInt64.self, in: bytes, at: offset))
  }
}
