import Foundation
import MRSCore

/// A regular file of which pieces are read where they lie, for files that are too long to be held whole.
struct SeekableFile {
  let path: String
  let count: Int
  private let handle: FileHandle

  /// - Throws: ``FormatError`` as ``FileBytes``.
  init(_ url: URL) throws(FormatError) {
    let beginning = try FileBytes(url, limit: 1)
    path = beginning.path
    do {
      handle = try FileHandle(forReadingFrom: url)
      count = Int(clamping: try handle.seekToEnd())
    } catch {
      throw .unreadable(path: beginning.path, reason: error.systemReason)
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
    do {
      try handle.seek(toOffset: UInt64(offset))
      let data = length == 0 ? Data() : try handle.read(upToCount: length) ?? Data()
      guard data.count == length else {
        throw FormatError.truncated(path: path, part: part(), needed: end, found: offset + data.count)
      }
      return data
    } catch let error as FormatError {
      throw error
    } catch {
      throw .unreadable(path: path, reason: error.systemReason)
    }
  }
}
