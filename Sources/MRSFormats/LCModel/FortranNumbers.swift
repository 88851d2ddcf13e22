/// The numbers of a Fortran-formatted block of text, one after another.
///
/// The block is read by the grammar of numbers rather than by the columns of its format, since many programs write
/// columns other than those they announce. Fields that run together are told apart: a sign begins a number
/// (`-1.0E+00-2.0E+00`), an exponent is of two digits where a decimal point follows them and one more
/// (`0.12E-010.34E+00`), and three digits after a sign without a letter are an exponent (`1.0-101`). `D` is read as
/// `E`.
struct FortranNumbers {
  private let bytes: [UInt8]
  private(set) var offset: Int
  private(set) var line: Int
  private let path: String

  init(_ bytes: [UInt8], from offset: Int, line: Int, path: String) {
    self.bytes = bytes
    self.offset = offset
    self.line = line
    self.path = path
  }

  /// The next number; `nil` at the end of the text or before a namelist (`$`, `&`).
  /// - Throws: ``FormatError/syntax(path:line:found:expected:)``.
  mutating func next() throws(FormatError) -> Double? {
    while let byte = peek(), byte <= 0x20 || byte == UInt8(ascii: ",") {
      if byte == 0x0a { line += 1 }
      offset += 1
    }
    guard let first = peek(), first != UInt8(ascii: "$"), first != UInt8(ascii: "&") else { return nil }
    let start = offset
    let isNegative = first == UInt8(ascii: "-")
    if isNegative || first == UInt8(ascii: "+") { offset += 1 }
    if let special = special() { return isNegative ? -special : special }

    var mantissa: UInt64 = 0
    var digits = 0
    var scale = 0
    var pointSeen = false
    scan: while let byte = peek() {
      switch byte {
      case 0x30...0x39:
        if mantissa < 1_000_000_000_000_000_000 {
          mantissa = mantissa * 10 + UInt64(byte - 0x30)
          scale -= pointSeen ? 1 : 0
        } else {
          scale += pointSeen ? 0 : 1
        }
        digits += 1
      case UInt8(ascii: ".") where !pointSeen: pointSeen = true
      default: break scan
      }
      offset += 1
    }
    guard digits > 0 else { throw syntax(at: start) }
    scale += exponent()
    if let byte = peek(), byte > 0x20, !Self.mayFollow.contains(byte), !(0x30...0x39).contains(byte) {
      throw syntax(at: start)
    }
    let magnitude = Self.value(mantissa, scale: scale)
    return isNegative ? -magnitude : magnitude
  }

  private static let mayFollow = Set("+-,.$&".utf8)

  private func peek(_ ahead: Int = 0) -> UInt8? {
    offset + ahead < bytes.count ? bytes[offset + ahead] : nil
  }

  /// NaN and infinity, as Fortran and C write them.
  private mutating func special() -> Double? {
    for (name, value) in [("infinity", Double.infinity), ("inf", .infinity), ("nan", .nan)] {
      let text = bytes[offset..<min(offset + name.utf8.count, bytes.count)].map { $0 | 0x20 }
      guard text.elementsEqual(name.utf8) else { continue }
      offset += name.utf8.count
      return value
    }
    return nil
  }

  /// The decimal exponent at the offset, 0 where there is none.
  private mutating func exponent() -> Int {
    var ahead = 0
    let letter = peek().map { $0 | 0x20 }
    let hasLetter = letter == UInt8(ascii: "e") || letter == UInt8(ascii: "d")
    if hasLetter { ahead += 1 }
    let sign = peek(ahead)
    let isSigned = sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+")
    guard hasLetter || isSigned else { return 0 }
    if isSigned { ahead += 1 }
    var length = 0
    while let byte = peek(ahead + length), (0x30...0x39).contains(byte) { length += 1 }
    let pointFollows = peek(ahead + length) == UInt8(ascii: ".")
    if hasLetter {
      if pointFollows && length > 1 { length -= 1 }
    } else if length != 3 || pointFollows {
      return 0
    }
    guard length > 0 else { return 0 }
    var value = 0
    for i in 0..<length { value = min(value * 10 + Int(bytes[offset + ahead + i] - 0x30), 99_999) }
    offset += ahead + length
    return sign == UInt8(ascii: "-") ? -value : value
  }

  /// mantissa·10^scale, correctly rounded: exactly where both factors are exact doubles (Clinger 1990,
  /// doi:10.1145/93542.93557), by the standard library otherwise.
  private static func value(_ mantissa: UInt64, scale: Int) -> Double {
    if mantissa < 1 << 53, abs(scale) <= 22 {
      return scale < 0 ? Double(mantissa) / powersOfTen[-scale] : Double(mantissa) * powersOfTen[scale]
    }
    return Double("\(mantissa)e\(scale)") ?? (scale > 0 ? .infinity : 0)
  }

  private static let powersOfTen = (0...22).map { Double("1e\($0)") ?? .nan }

  private func syntax(at start: Int) -> FormatError {
    let token = bytes[start...].prefix { $0 > 0x20 }.prefix(24)
    return .syntax(path: path, line: line, found: "\"\(LatinText.string(token))\"", expected: "a number")
  }
}
