import Foundation

/// A regular file open for reading at any place, from several tasks at a time.
package final class RandomAccessFile: Sendable {
  /// Its bytes when it was opened.
  package let count: Int
  private let descriptor: Int32

  /// A pipe or a device is refused: it would be waited for without end.
  package init(_ url: URL) throws(FileFailure) {
    descriptor = unsafe open(url.path(percentEncoded: false), O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw .last }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      count = 0
      throw .notRegular
    }
    count = Int(status.st_size)
  }

  /// A descriptor that no one else closes.
  init(taking descriptor: Int32, count: Int) {
    self.descriptor = descriptor
    self.count = count
  }

  deinit { _ = close(descriptor) }

  /// `count` bytes from `offset` on; nil where the file ends before.
  package func bytes(at offset: Int, count length: Int) throws(FileFailure) -> [UInt8]? {
    guard offset >= 0, length >= 0, offset <= count, length <= count - offset else { return nil }
    var bytes = [UInt8](repeating: 0, count: length)
    let isWhole = try unsafe bytes.withUnsafeMutableBytes { unsafe read(into: $0, at: offset) }.get()
    return isWhole ? bytes : nil
  }

  /// Whether nothing can be read from `offset` on.
  func ends(at offset: Int) throws(FileFailure) -> Bool {
    var byte: UInt8 = 0
    let count = unsafe pread(descriptor, &byte, 1, off_t(offset))
    guard count >= 0 else { throw .last }
    return count == 0
  }

  /// Fills `target` with the bytes from `offset` on.
  /// - Returns: false where the file ends before.
  package func read(into target: UnsafeMutableRawBufferPointer, at offset: Int) -> Result<Bool, FileFailure> {
    var done = 0
    while done < target.count {
      let part = unsafe UnsafeMutableRawBufferPointer(rebasing: target[done...])
      let count = unsafe pread(descriptor, part.baseAddress, part.count, off_t(offset + done))
      if count == 0 { return .success(false) }
      guard count >= 0 || errno == EINTR else { return .failure(.last) }
      done += max(0, count)
    }
    return .success(true)
  }
}
