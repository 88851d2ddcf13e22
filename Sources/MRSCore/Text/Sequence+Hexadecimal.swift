extension Sequence where Element == UInt8 {
  /// Two lower-case hexadecimal digits a byte, as digests are written.
  package var hexadecimal: String {
    map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }
}
