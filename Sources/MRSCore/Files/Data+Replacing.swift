import Foundation

extension Data {
  /// Writes the data beside a file and renames them onto it, so that nothing half-written has its name.
  ///
  /// They are first at `.NAME.unwritten` in the same folder, always: what a killed process has left there the next one writes
  /// over, and nothing stays for good, as under Foundation's own option `.atomic`, which takes a new name each time.
  /// - Throws: the system's reason.
  package func write(replacing file: URL) throws {
    let name = ".\(file.lastPathComponent).unwritten"
    let work = file.deletingLastPathComponent().appending(path: name)
    do {
      try write(to: work)
      guard unsafe rename(work.path(percentEncoded: false), file.path(percentEncoded: false)) == 0 else {
        throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
      }
    } catch {
      try? FileManager.default.removeItem(at: work)
      throw error
    }
  }
}
