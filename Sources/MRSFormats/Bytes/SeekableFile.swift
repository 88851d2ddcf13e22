import Foundation
import MRSCore

/// A regular file of which pieces are read where they lie, for files that are too long to be held whole.
struct SeekableFile {
  let path: String
  let count: Int
  private let file: RandomAccessFile

  /// - Throws: ``FormatError`` as ``FileBytes``.
  init(_ url: URL) throws(FormatError) {
    let beginning = try FileBytes(url, limit: 1)
    path = beginning.path
    do {
      file = try RandomAccessFile(url)
      count = file.count
    } catch {
      throw .unreadable(path: beginning.path, reason: "\(error)")
    }
  }

  /// `length` bytes from `offset` on.
  /// - Throws: ``FormatError/truncated(path:part:needed:found:)`` where the file ends before, in the words of `part`.
  func bytes(
    at offset: Int, count length: Int, part: @autoclosure () -> String
  ) throws(FormatError) -> Data {
    let (end, overflow) = offset.addingReportingOverflow(length)
    guard offset >= 0, length >= 0, !overflow, end <= count else {
      throw .truncated(path: path, part: part(), needed: overflow ? .max : end, found: count)
    }
    let bytes: [UInt8]?
    do { bytes = try file.bytes(at: offset, count: length) } catch { throw .unreadable(path: path, reason: "\(error)") }
    guard let bytes else { throw .truncated(path: path, part: part(), needed: end, found: count) }
    return Data(bytes)
  }
}
