import CDigest
import Foundation

/// SHA-256 (FIPS 180-4), by which files, settings and basis sets are told apart: not for secrets.
///
/// Our own, since the library that has it takes as long to build as half of this package.
package struct SHA256: Sendable {
  private var state = cd_sha256()

  package init() { unsafe cd_sha256_begin(&state) }

  package mutating func update(data: Data) {
    unsafe data.withUnsafeBytes { unsafe cd_sha256_add(&state, $0.baseAddress, $0.count) }
  }

  /// The 32 bytes of everything so far.
  package func finalize() -> [UInt8] {
    var last = state
    return unsafe [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
      unsafe cd_sha256_end(&last, buffer.baseAddress)
      count = 32
    }
  }

  package static func hash(data: Data) -> [UInt8] {
    var digest = SHA256()
    digest.update(data: data)
    return digest.finalize()
  }
}
