import Foundation
import MRSCore
import Testing

@Suite("SHA-256")
struct DigestTests {
  /// FIPS 180-4's examples and NIST's long message, and one of 12,345 bytes by GNU's sha256sum.
  private static let messages: [(data: Data, digest: String)] = [
    (Data(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    (Data("abc".utf8), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      Data("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8),
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      Data(repeating: UInt8(ascii: "a"), count: 1_000_000),
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    ),
  ]

  @Test("The standard's messages have its digests")
  func standard() {
    for (data, digest) in Self.messages { #expect(SHA256.hash(data: data).hexadecimal == digest) }
  }

  @Test("A message in pieces of any length has the digest of the whole")
  func pieces() {
    var stream = RandomStream(seed: 1)
    let message = Data((0..<2000).map { _ in UInt8(stream.uniform(in: 0...255.9)) })
    for length in [0, 1, 55, 56, 63, 64, 65, 128, 1999, 2000] {
      let whole = message.prefix(length)
      let digest = SHA256()
      var rest = whole
      while !rest.isEmpty {
        let piece = rest.prefix(1 + Int(stream.uniform(in: 0...90)))
        digest.update(data: piece)
        rest = rest.dropFirst(piece.count)
      }
      #expect(digest.finalize() == SHA256.hash(data: whole), "\(length)")
    }
  }
}
