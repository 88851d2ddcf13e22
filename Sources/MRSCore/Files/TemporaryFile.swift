import Foundation

/// A file without a name in the folder for temporary files (TMPDIR), for what is too long for the memory: it is gone when it
/// is no longer used, and when the process ends, however that happens.
package final class TemporaryFile {
  private let descriptor: Int32
  private var count = 0

  package init() throws(FileFailure) {
    let folder = FileManager.default.temporaryDirectory
    var path = Array(folder.appending(path: "hepatica.XXXXXX").path(percentEncoded: false).utf8CString)
    descriptor = unsafe mkstemp(&path)
    guard descriptor >= 0 else { throw .last }
    _ = unsafe unlink(path)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
  }

  deinit { _ = close(descriptor) }

  /// Writes bytes, or numbers as they are in memory, at the end.
  package func append<Element: BitwiseCopyable>(_ values: some Collection<Element>) throws(FileFailure) {
    let values = Array(values)
    let failure = unsafe values.withUnsafeBytes { bytes -> FileFailure? in
      var done = 0
      while done < bytes.count {
        let part = unsafe UnsafeRawBufferPointer(rebasing: bytes[done...])
        let written = unsafe write(descriptor, part.baseAddress, part.count)
        guard written >= 0 || errno == EINTR else { return .last }
        done += max(0, written)
      }
      return nil
    }
    if let failure { throw failure }
    count += values.count * MemoryLayout<Element>.stride
  }

  /// What is written so far, for reading.
  package func reading() throws(FileFailure) -> RandomAccessFile {
    let copy = dup(descriptor)
    guard copy >= 0 else { throw .last }
    return RandomAccessFile(taking: copy, count: count)
  }
}
