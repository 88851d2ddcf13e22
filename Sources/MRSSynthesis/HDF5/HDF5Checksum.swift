/// The checksum that HDF5 keeps at the end of every block of a file's structure: lookup3, `hashlittle` with the initial
/// value 0 (Jenkins 2006, https://burtleburtle.net/bob/c/lookup3.c, in the public domain).
enum HDF5Checksum {
  static func of(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    var (a, b, c) = (start &+ UInt32(bytes.count), start &+ UInt32(bytes.count), start &+ UInt32(bytes.count))
    var rest = bytes
    // The last twelve bytes, or what is left of them, are mixed in another way.
    while rest.count > 12 {
      a &+= word(rest, 0)
      b &+= word(rest, 4)
      c &+= word(rest, 8)
      mix(&a, &b, &c)
      rest = rest.dropFirst(12)
    }
    guard !rest.isEmpty else { return c }
    a &+= word(rest, 0)
    b &+= word(rest, 4)
    c &+= word(rest, 8)
    finish(&a, &b, &c)
    return c
  }

  private static let start: UInt32 = 0xdead_beef

  /// Four bytes, little-endian, zeros after the end.
  private static func word(_ bytes: ArraySlice<UInt8>, _ offset: Int) -> UInt32 {
    let first = bytes.startIndex + offset
    var word: UInt32 = 0
    for index in stride(from: min(first + 3, bytes.endIndex - 1), through: first, by: -1) {
      word = word << 8 | UInt32(bytes[index])
    }
    return word
  }

  private static func turned(_ word: UInt32, _ bits: UInt32) -> UInt32 { word << bits | word >> (32 - bits) }

  private static func mix(_ a: inout UInt32, _ b: inout UInt32, _ c: inout UInt32) {
    a = (a &- c) ^ turned(c, 4)
    c &+= b
    b = (b &- a) ^ turned(a, 6)
    a &+= c
    c = (c &- b) ^ turned(b, 8)
    b &+= a
    a = (a &- c) ^ turned(c, 16)
    c &+= b
    b = (b &- a) ^ turned(a, 19)
    a &+= c
    c = (c &- b) ^ turned(b, 4)
    b &+= a
  }

  private static func finish(_ a: inout UInt32, _ b: inout UInt32, _ c: inout UInt32) {
    c = (c ^ b) &- turned(b, 14)
    a = (a ^ c) &- turned(c, 11)
    b = (b ^ a) &- turned(a, 25)
    c = (c ^ b) &- turned(b, 16)
    a = (a ^ c) &- turned(c, 4)
    b = (b ^ a) &- turned(a, 14)
    c = (c ^ b) &- turned(b, 24)
  }
}
