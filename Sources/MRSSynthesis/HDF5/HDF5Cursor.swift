/// Bytes of an HDF5 file's structure, taken from front to back. What is not there is refused.
struct HDF5Cursor {
  /// All of them, taken or not.
  let bytes: ArraySlice<UInt8>
  private(set) var position: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  var left: Int { bytes.endIndex - position }

  /// The next `count` bytes.
  mutating func take(_ count: Int) throws(HDF5Refusal) -> ArraySlice<UInt8> {
    guard count >= 0, count <= left else { throw .damaged("a piece of its structure ends before it should") }
    defer { position += count }
    return bytes[position..<position + count]
  }

  mutating func skip(_ count: Int) throws(HDF5Refusal) { _ = try take(count) }

  mutating func byte() throws(HDF5Refusal) -> UInt8 { try take(1).first ?? 0 }

  /// A number of up to eight bytes, little-endian, not negative.
  mutating func number(_ size: Int) throws(HDF5Refusal) -> Int {
    guard let number = Int(exactly: try bits(size)) else { throw .damaged("a number of its structure is out of range") }
    return number
  }

  /// A place in the file; nil for the one that says that there is none.
  mutating func address() throws(HDF5Refusal) -> Int? {
    let bits = try bits(8)
    if bits == .max { return nil }
    guard let address = Int(exactly: bits) else { throw .damaged("an address of its structure is out of range") }
    return address
  }

  mutating func bits(_ size: Int) throws(HDF5Refusal) -> UInt64 {
    try take(size).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
  }
}
