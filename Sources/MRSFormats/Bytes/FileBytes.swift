import Foundation
import MRSCore

/// The bytes of a regular file, and the path by which messages name it.
struct FileBytes: Sendable {
  let path: String
  let bytes: [UInt8]

  /// The longest file that is held whole, 4 GiB; scans that are longer are read where they lie.
  static let most = 1 << 32

  /// The whole file, or its first `limit` bytes.
  /// - Throws: ``FormatError`` for a missing file, a folder, an empty or unreadable file, or one that is too long to be held.
  init(_ url: URL, limit: Int = .max) throws(FormatError) {
    let path = url.path(percentEncoded: false)
    var isDirectory: ObjCBool = false
    guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
      throw .notFound(path: path)
    }
    guard !isDirectory.boolValue else { throw .isDirectory(path: path) }
    let data: Data
    do {
      let attributes = try FileManager.default.attributesOfItem(atPath: url.resolvingSymlinksInPath().path)
      guard attributes[.type] as? FileAttributeType == .typeRegular else {
        throw FormatError.unreadable(path: path, reason: "it is not a regular file")
      }
      let size = (attributes[.size] as? NSNumber)?.intValue ?? 0
      guard limit < .max || size <= Self.most else {
        throw FormatError.unreadable(path: path, reason: "it has \(size) bytes; expected at most \(Self.most)")
      }
      let handle = try FileHandle(forReadingFrom: url)
      defer { try? handle.close() }
      data = try (limit == .max ? handle.readToEnd() : handle.read(upToCount: limit)) ?? Data()
    } catch let error as FormatError {
      throw error
    } catch {
      throw .unreadable(path: path, reason: error.systemReason)
    }
    guard !data.isEmpty else { throw .empty(path: path) }
    self.path = path
    bytes = [UInt8](data)
  }

  init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }

  /// The first bytes as printable text, for messages.
  var beginning: String {
    String(decoding: bytes.prefix(16).map { (32..<127).contains($0) ? $0 : UInt8(ascii: "?") }, as: UTF8.self)
  }

  /// Writes `bytes` under a temporary name in the same folder and moves it into place, so that nothing half-written
  /// stays under the final name.
  static func write(_ bytes: [UInt8], to url: URL) throws(FormatError) {
    do {
      try Data(bytes).write(replacing: url)
    } catch {
      throw .unwritable(path: url.path(percentEncoded: false), reason: error.systemReason)
    }
  }
}
