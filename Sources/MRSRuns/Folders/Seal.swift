import Foundation
import MRSCore

/// The digest of a text within itself: SHA-256 of the text with 64 zeros in the digest's place. It tells that a record was
/// changed after its run, not by whom: who changes a record may seal it anew.
enum Seal {
  /// What stands for the digest until it is known.
  static let blank = String(repeating: "0", count: 64)

  /// The digest of a text in which ``blank`` stands once; `salt` is what it is sealed together with.
  static func digest(of text: Data, with salt: String = "") -> String {
    SHA256.hash(data: Data(salt.utf8) + text).hexadecimal
  }

  /// The text with its digest in place of ``blank``.
  static func sealed(_ text: Data, with salt: String = "") -> Data {
    Data(
      String(decoding: text, as: UTF8.self).replacing(blank, with: digest(of: text, with: salt), maxReplacements: 1)
        .utf8)
  }

  /// Whether a text is as it was when it was sealed with `seal`.
  static func isIntact(_ text: Data, seal: String, with salt: String = "") -> Bool {
    guard seal.count == blank.count else { return false }
    let open = String(decoding: text, as: UTF8.self).replacing("\"\(seal)\"", with: "\"\(blank)\"", maxReplacements: 1)
    return digest(of: Data(open.utf8), with: salt) == seal
  }
}
