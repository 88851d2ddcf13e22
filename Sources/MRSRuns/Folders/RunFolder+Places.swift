import Foundation
import MRSCore

/// Where a run folder works and ends: what may be taken over, and what may be replaced.
extension RunFolder {
  /// Makes sure that what a hidden folder holds is of the given key: that of another is removed where `force` says so.
  static func takeOver(_ work: URL, _ key: JobKey, force: Bool) throws {
    let files = FileManager.default
    let mark = work.appending(path: keyName)
    let found = try files.contentsOfDirectory(atPath: work.path).filter { $0 != logName }
    let recorded = try? String(contentsOf: mark, encoding: .utf8)
    guard recorded != key.sha256 else { return }
    if !found.isEmpty {
      guard force || !found.contains(keyName) && !found.contains(journalName) else {
        throw RunError.otherRun(work.path)
      }
      for name in found { try files.removeItem(at: work.appending(path: name)) }
    }
    try Data(key.sha256.utf8).write(replacing: mark)
  }

  /// Puts a run folder back that a run with `--force`, killed between two renamings, had moved aside; one that had already been
  /// replaced goes.
  static func restoreReplaced(at destination: URL) {
    let files = FileManager.default
    let parent = destination.deletingLastPathComponent()
    let hidden = (try? files.contentsOfDirectory(atPath: parent.path)) ?? []
    for found in hidden where mark(of: found, beside: destination, ending: "unfinished.replaced") != nil {
      let old = parent.appending(path: found)
      // A run that is just about to finish has its own folder locked.
      let work = old.deletingPathExtension()
      let lock = try? FolderLock(work)
      guard lock != nil || !files.fileExists(atPath: work.path) else { continue }
      withExtendedLifetime(lock) {
        if files.fileExists(atPath: destination.path) {
          try? files.removeItem(at: old)
        } else {
          try? files.moveItem(at: old, to: destination)
        }
      }
    }
  }

  /// The eight digits, with a full stop, that tell hidden folders of one destination apart, none where the run can be gone on
  /// with; `nil` for a name that is of something else.
  private static func mark(of found: String, beside destination: URL, ending: String) -> Substring? {
    let name = destination.lastPathComponent
    guard found.hasPrefix(".\(name)."), found.hasSuffix(ending), found.count >= name.count + 2 + ending.count else {
      return nil
    }
    let mark = found.dropFirst(name.count + 2).dropLast(ending.count)
    return mark.isEmpty || mark.count == 9 && mark.last == "." && mark.dropLast().allSatisfy(\.isHexDigit) ? mark : nil
  }

  /// Removes the hidden folders of runs that were killed on the way to `destination`, and says so on standard error; one that
  /// can be gone on with stays.
  /// - Throws: ``RunError/busy(_:)`` where a run is at work on one of them.
  static func clearLeftovers(of destination: URL) throws(RunError) {
    let parent = destination.deletingLastPathComponent()
    let hidden = (try? FileManager.default.contentsOfDirectory(atPath: parent.path)) ?? []
    for found in hidden {
      guard let mark = mark(of: found, beside: destination, ending: "unfinished") else { continue }
      let folder = parent.appending(path: found)
      do {
        let lock = try FolderLock(folder)
        guard !mark.isEmpty else { continue }
        try withExtendedLifetime(lock) { try FileManager.default.removeItem(at: folder) }
        let text = "note: removed \(found), which a run that was killed had left".printable
        try? FileHandle.standardError.write(contentsOf: Data("\(text)\n".utf8))
      } catch is FolderLock.Taken {
        throw .busy(destination.path)
      } catch {
        continue
      }
    }
  }

  static func checkVacancy(of destination: URL, force: Bool) throws(RunError) {
    let files = FileManager.default
    guard files.fileExists(atPath: destination.path) else { return }
    let contents = try? files.contentsOfDirectory(atPath: destination.path)
    // An empty folder is one that was made for the run.
    let isEmpty = contents?.isEmpty ?? false
    guard force || isEmpty else { throw .folderExists(destination.path) }
    guard let contents, isEmpty || contents.contains(manifestName) else { throw .notARunFolder(destination.path) }
    guard !isFixed(destination) else { throw .fixedFolder(destination.path) }
  }

  /// Whether a folder cannot give its name to another: where it is the current one, whoever is in it would be nowhere; where it
  /// is a file system of its own, as one that a container is given, the system refuses it.
  private static func isFixed(_ folder: URL) -> Bool {
    func status(_ path: String) -> stat? {
      var status = stat()
      return unsafe stat(path, &status) == 0 ? status : nil
    }
    guard let own = status(folder.path) else { return false }
    if let current = status("."), current.st_ino == own.st_ino, current.st_dev == own.st_dev { return true }
    return status(folder.deletingLastPathComponent().path)?.st_dev != own.st_dev
  }

  func moveIntoPlace() throws(RunError) {
    let files = FileManager.default
    try Self.checkVacancy(of: destination, force: force)
    let old = work.appendingPathExtension("replaced")
    do {
      let replaces = files.fileExists(atPath: destination.path)
      if replaces { try files.moveItem(at: destination, to: old) }
      do {
        try files.moveItem(at: work, to: destination)
      } catch {
        if replaces { try? files.moveItem(at: old, to: destination) }
        throw error
      }
      if replaces { try? files.removeItem(at: old) }
    } catch {
      throw .unwritable(destination.path, reason: error.systemReason)
    }
  }
}
