import Foundation

extension Data {
  /// Writes the data beside a file and renames them onto it, so that nothing half-written has its name.
  ///
  /// They are first at `.NAME.unwritten` in the same folder, always: what a killed process has left there the next one writes
  /// over, and nothing stays for good, as under Foundation's own option `.atomic`, which takes a new name each time. Of several
  /// that write one file at a time, as shards do that begin together, one waits for the other.
  /// - Throws: the system's reason.
  package func write(replacing file: URL) throws {
    let name = ".\(file.lastPathComponent).unwritten"
    let work = file.deletingLastPathComponent().appending(path: name).path(percentEncoded: false)
    let descriptor = try Self.exclusively(open: work)
    UnfinishedWork.begin(work)
    defer {
      UnfinishedWork.end(work)
      _ = close(descriptor)
    }
    do {
      let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
      try handle.truncate(atOffset: 0)
      try handle.write(contentsOf: self)
      guard unsafe rename(work, file.path(percentEncoded: false)) == 0 else { throw Self.reason }
    } catch {
      _ = unsafe unlink(work)
      throw error
    }
  }

  /// A file that no other process writes until it is closed; made where it is not there.
  private static func exclusively(open path: String) throws -> Int32 {
    while true {
      let descriptor = unsafe Glibc.open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
      guard descriptor >= 0 else { throw reason }
      // File systems without locks write as if alone.
      while flock(descriptor, LOCK_EX) != 0, errno == EINTR {}
      var (own, there) = (stat(), stat())
      // Whoever held it may have renamed it meanwhile: then it is another file by now.
      if unsafe fstat(descriptor, &own) == 0, unsafe lstat(path, &there) == 0, own.st_ino == there.st_ino {
        return descriptor
      }
      _ = close(descriptor)
    }
  }

  private static var reason: POSIXError { POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
}
