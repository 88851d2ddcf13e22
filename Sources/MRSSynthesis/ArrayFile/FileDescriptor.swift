import Foundation

/// A file open for writing at any place, from several tasks at a time.
final class FileDescriptor: Sendable {
  /// Why the system refused.
  struct Failure: Error, CustomStringConvertible {
    let number: Int32

    static var last: Failure { Failure(number: errno) }

    var description: String { unsafe String(cString: strerror(number)) }
  }

  private let descriptor: Int32

  /// - Throws: ``ArrayFileError/unwritable(file:array:reason:)``.
  init(_ url: URL, appending: Bool, name: String) throws(ArrayFileError) {
    descriptor = unsafe open(url.path, appending ? O_WRONLY | O_APPEND : O_WRONLY)
    guard descriptor >= 0 else { throw .unwritable(file: name, array: nil, reason: Failure.last.description) }
  }

  deinit { _ = close(descriptor) }

  /// Writes all of `bytes` from `offset` on.
  func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(Failure) {
    try unsafe writeAll(bytes) { part, done in unsafe pwrite(descriptor, part.baseAddress, part.count, offset + done) }
  }

  /// Writes all of `bytes` at the end.
  func append(_ bytes: UnsafeRawBufferPointer) throws(Failure) {
    try unsafe writeAll(bytes) { part, _ in unsafe Foundation.write(descriptor, part.baseAddress, part.count) }
  }

  private func writeAll(
    _ bytes: UnsafeRawBufferPointer, _ write: (UnsafeRawBufferPointer, Int) -> Int
  ) throws(Failure) {
    var done = 0
    while done < bytes.count {
      let written = unsafe write(UnsafeRawBufferPointer(rebasing: bytes[done...]), done)
      if written < 0 {
        guard errno == EINTR else { throw .last }
      } else {
        done += written
      }
    }
  }
}
