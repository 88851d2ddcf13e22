import Crypto
import Foundation

/// A file that a run read or wrote: its name, size in bytes, and SHA-256.
public struct Artefact: Codable, Hashable, Sendable {
  /// The path in the run folder of an output; the last component of the path of an input.
  public let name: String
  public let size: Int
  /// The SHA-256 digest, 64 hexadecimal digits.
  public let sha256: String

  /// Reads the file once, in pieces.
  ///
  /// - Throws: ``PipelineError/unreadable(_:reason:)``.
  public init(of file: URL, name: String? = nil) throws(PipelineError) {
    var hash = SHA256()
    var size = 0
    do {
      let handle = try FileHandle(forReadingFrom: file)
      defer { try? handle.close() }
      while let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty {
        hash.update(data: piece)
        size += piece.count
      }
    } catch {
      throw .unreadable(file.path, reason: error.localizedDescription)
    }
    self.name = name ?? file.lastPathComponent
    self.size = size
    sha256 = hash.finalize().map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }
}
