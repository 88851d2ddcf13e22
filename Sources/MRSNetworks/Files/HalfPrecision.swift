/// Numbers of 16 bits (IEEE 754 binary16), for arrays of which three digits are enough.
package enum HalfPrecision {
  /// The bits of the nearest number of 16 bits, of two as near the even one; beyond 65,504 infinity.
  package static func bits(of value: Float) -> UInt16 {
    let bits = value.bitPattern
    let sign = UInt16(truncatingIfNeeded: (bits >> 16) & 0x8000)
    let size = abs(value)
    guard size == size else { return sign | 0x7E00 }
    guard size < 65_520 else { return sign | 0x7C00 }
    // Below 2⁻¹⁴ numbers are multiples of 2⁻²⁴.
    if size < 0x1p-14 { return sign | UInt16((size * 0x1p24).rounded(.toNearestOrEven)) }
    let magnitude = size.bitPattern
    let rounded = magnitude + 0x0FFF + ((magnitude >> 13) & 1)
    return sign | UInt16(truncatingIfNeeded: (rounded >> 13) - (112 << 10))
  }

  package static func value(of bits: UInt16) -> Float {
    let sign: Float = bits & 0x8000 == 0 ? 1 : -1
    let exponent = Int(bits >> 10) & 0x1F
    let fraction = Float(bits & 0x3FF)
    if exponent == 0 { return sign * fraction * 0x1p-24 }
    if exponent == 31 { return fraction == 0 ? sign * .infinity : .nan }
    return sign * (1 + fraction * 0x1p-10) * Float(sign: .plus, exponent: exponent - 15, significand: 1)
  }

  package static func rounded(_ value: Float) -> Float { self.value(of: bits(of: value)) }
}
