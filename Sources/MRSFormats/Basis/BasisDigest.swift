import Foundation
import MRSCore

/// The identity of a basis set in network cards and manifests: the SHA-256 of the basis as JSON with sorted keys.
public struct BasisDigest: Hashable, Sendable {
  /// 64 hexadecimal digits.
  public let sha256: String

  public init(_ basis: BasisSet) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    sha256 = (try? encoder.encode(basis)).map { SHA256.hash(data: $0).hexadecimal } ?? "not encodable"
  }
}
