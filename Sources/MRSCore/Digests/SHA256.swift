import CCrypto
import Foundation

/// SHA-256 (FIPS 180-4) by OpenSSL's libcrypto: by it files, settings and basis sets are told apart.
@safe package struct SHA256: ~Copyable {
  private let context: OpaquePointer

  package init() {
    guard let context = unsafe EVP_MD_CTX_new(), unsafe EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
      preconditionFailure("libcrypto has no memory for a digest")
    }
    unsafe self.context = context
  }

  deinit { unsafe EVP_MD_CTX_free(context) }

  package func update(data: Data) {
    unsafe data.withUnsafeBytes { bytes in
      let isTaken = unsafe EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1
      precondition(isTaken, "libcrypto cannot go on with a digest")
    }
  }

  /// The 32 bytes of everything so far; the digest ends with it.
  package consuming func finalize() -> [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
      let isEnded = unsafe EVP_DigestFinal_ex(context, buffer.baseAddress, nil) == 1
      precondition(isEnded, "libcrypto cannot end a digest")
      count = 32
    }
  }

  package static func hash(data: Data) -> [UInt8] {
    let digest = SHA256()
    digest.update(data: data)
    return digest.finalize()
  }
}
