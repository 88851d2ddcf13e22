import Foundation
import MRSCore

/// A file that a run read or wrote: its name, size in bytes, and SHA-256.
public struct Artefact: Codable, Hashable, Sendable {
  /// The path in the run folder of an output; the last component of the path of an input.
  public let name: String
  public let size: Int
  /// The SHA-256 digest, 64 hexadecimal digits.
  public let sha256: String

  /// Reads the file once, in pieces. A pipe or a device is refused: it would be read without end.
  ///
  /// - Parameter most: bytes of a file of the kind at most; a longer one is refused before it is read.
  /// - Throws: ``FormatError/notFound(path:)``, ``FormatError/unreadable(path:reason:)``.
  public init(of file: URL, name: String? = nil, atMost most: Int = .max) throws(FormatError) {
    guard FileManager.default.fileExists(atPath: file.path) else { throw .notFound(path: file.path) }
    let hash = SHA256()
    var size = 0
    do {
      let opened = try RandomAccessFile(file)
      guard opened.count <= most else { throw FileFailure.tooLong(bytes: opened.count, most: most) }
      while size < opened.count, let piece = try opened.bytes(at: size, count: min(1 << 20, opened.count - size)) {
        hash.update(data: Data(piece))
        size += piece.count
      }
    } catch {
      throw .unreadable(path: file.path, reason: "\(error)")
    }
    self.name = name ?? file.lastPathComponent
    self.size = size
    sha256 = hash.finalize().hexadecimal
  }

  /// The longest file of what is no signal, 4 GiB: a basis, a prior, a bundle's weights.
  public static let mostBeside = FileBytes.most

  /// Several files that are read as one, as those of a folder: their sizes together, and the SHA-256 of the lines
  /// `name digest` in the order of their names. One file is as in ``init(of:name:)``.
  ///
  /// - Throws: ``FormatError/unreadable(path:reason:)``.
  public init(of files: [URL], in place: URL) throws(FormatError) {
    var parts: [Artefact] = []
    for file in files { parts.append(try Artefact(of: file)) }
    if parts.count == 1 {
      self = parts[0]
      return
    }
    name = place.lastPathComponent
    size = parts.reduce(0) { $0 + $1.size }
    let lines = parts.sorted { $0.name < $1.name }.map { "\($0.name) \($0.sha256)\n" }.joined()
    sha256 = SHA256.hash(data: Data(lines.utf8)).hexadecimal
  }
}
