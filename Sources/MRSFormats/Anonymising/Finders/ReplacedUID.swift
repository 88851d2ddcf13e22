import Foundation
import MRSCore

/// Identifiers that stand for others: `2.25.` and digits that follow from a key of the run and the identifier, as many
/// characters as it had.
enum ReplacedUID {
  static func bytes(for uid: [UInt8], key: [UInt8]) -> [UInt8] {
    var digits: [UInt8] = []
    var block = Data(key + uid)
    while digits.count < uid.count {
      block = Data(SHA256.hash(data: block))
      digits += block.map { UInt8(ascii: "0") + $0 % 10 }
    }
    // No part of an identifier begins with zero.
    if digits[0] == UInt8(ascii: "0") { digits[0] = UInt8(ascii: "1") }
    return Array((Array("2.25.".utf8) + digits).prefix(uid.count))
  }
}
