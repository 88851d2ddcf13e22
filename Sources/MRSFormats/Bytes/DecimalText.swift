import Foundation

/// Numbers as programs of any country write them.
enum DecimalText {
  /// The number that `text` is, blanks around it aside: `2.5E-1`, `2,5E-1`, `1.0D+02`; a comma is the decimal sign where
  /// it is the only one and no point is there. NaN and infinity are read as such; `nil` for anything else.
  static func number(_ text: some StringProtocol) -> Double? {
    var bytes = Array(text.utf8.drop { $0 <= 0x20 })
    while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
    guard let first = bytes.first, bytes.count <= 64 else { return nil }
    let isWord = bytes.contains { $0 | 0x20 == UInt8(ascii: "n") }
    if isWord { return special(bytes) }
    guard (0x30...0x39).contains(first) || "+-.,".utf8.contains(first) else { return nil }
    let commas = bytes.count { $0 == UInt8(ascii: ",") }
    guard commas <= 1, commas == 0 || !bytes.contains(UInt8(ascii: ".")) else { return nil }
    for i in bytes.indices {
      switch bytes[i] {
      case UInt8(ascii: ","): bytes[i] = UInt8(ascii: ".")
      case UInt8(ascii: "d"), UInt8(ascii: "D"): bytes[i] = UInt8(ascii: "e")
      case 0x30...0x39, UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "e"), UInt8(ascii: "E"):
        break
      default: return nil
      }
    }
    return Double(String(decoding: bytes, as: UTF8.self))
  }

  /// NaN and infinity, as Java, C and MATLAB write them.
  private static func special(_ bytes: [UInt8]) -> Double? {
    let sign = bytes.first == UInt8(ascii: "-") ? -1.0 : 1.0
    let word = String(decoding: bytes.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }, as: UTF8.self)
    switch word.lowercased() {
    case "nan": return .nan
    case "inf", "infinity": return sign * .infinity
    default: return nil
    }
  }
}
