import Foundation

/// Keeps other processes from working in a folder, until it is released or the process ends, however it ends.
final class FolderLock: Sendable {
  /// Another process has the lock.
  struct Taken: Error {}

  private let descriptor: Int32

  /// - Throws: ``Taken``, or the system's reason for not opening the folder.
  init(_ folder: URL) throws {
    descriptor = unsafe open(folder.path, O_RDONLY | O_DIRECTORY)
    guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw Taken() }
  }

  deinit { _ = close(descriptor) }
}
