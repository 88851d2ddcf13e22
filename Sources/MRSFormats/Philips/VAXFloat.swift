/// VAX F_floating numbers, the samples of Philips SDAT files.
///
/// Four bytes, two little-endian 16-bit words, the more significant one first: sign (1 bit), exponent e excess 128 (8
/// bits), fraction (23 bits, the leading 1 hidden): value = (−1)^s · 0.1f₂ · 2^(e−128). An exponent of 0 is zero with
/// sign 0, and a reserved operand, read as NaN, with sign 1 (VAX Architecture Reference Manual, 1987).
enum VAXFloat {
  /// The number at `offset`. The caller has checked that four bytes are there.
  static func value(in bytes: [UInt8], at offset: Int) -> Double {
    let high = UInt32(bytes[offset]) | UInt32(bytes[offset + 1]) << 8
    let low = UInt32(bytes[offset + 2]) | UInt32(bytes[offset + 3]) << 8
    let word = high << 16 | low
    let exponent = Int((word >> 23) & 0xff)
    let isNegative = word >> 31 == 1
    guard exponent != 0 else { return isNegative ? .nan : 0 }
    let mantissa = Double((word & 0x7f_ffff) | 0x80_0000)
    let magnitude = Double(sign: .plus, exponent: exponent - 128 - 24, significand: mantissa)
    return isNegative ? -magnitude : magnitude
  }
}
