/// What stands in the place of what was removed: as many bytes, of the same look.
enum IdentityFiller {
  /// `x` for a text; zeros for the digits of a number, a date or a time, whose separators stay. Line ends, tabs and zero bytes stay,
  /// so that texts of 16-bit characters stay such.
  static func filler(for bytes: ArraySlice<UInt8>) -> [UInt8] {
    let isText = bytes.contains { isLetter($0) }
    return bytes.map { byte in
      if byte == 0 || byte == 0x0a || byte == 0x0d || byte == 0x09 { return byte }
      if isText { return UInt8(ascii: "x") }
      return (0x30...0x39).contains(byte) ? UInt8(ascii: "0") : byte
    }
  }

  static func isLetter(_ byte: UInt8) -> Bool { byte >= 0x80 || (0x41...0x5a).contains(byte & 0xdf) }

  static func isAlphanumeric(_ byte: UInt8) -> Bool { isLetter(byte) || (0x30...0x39).contains(byte) }
}
