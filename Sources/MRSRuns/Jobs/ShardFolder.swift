import Foundation
import MRSCore

/// Where the shards of one run keep what they have finished, beside the run folder: `RUN.shards`.
///
/// `job.key` tells what run it is of; `command.json` the arguments that make it; each shard has a folder of its own,
/// `2-of-4/journal.jsonl`, and a lock on it. A shard that was killed goes on where it was; its last line, if it was not
/// whole, is done again. Shards of another count may be mixed in: finished jobs count by their number.
public struct ShardFolder: Sendable {
  public let url: URL
  /// The run folder beside which it is.
  private let run: URL

  /// The folder of the run that is to be left at `destination`.
  public init(beside destination: URL) {
    run = destination.standardizedFileURL
    url = run.deletingLastPathComponent().appending(path: run.lastPathComponent + ".shards")
  }

  /// Whether any shard has begun.
  public var exists: Bool { FileManager.default.fileExists(atPath: url.path) }

  /// Begins, or goes on with, a run of that key.
  /// - Parameters:
  ///   - arguments: those of the command, without the shard's.
  ///   - force: whether what shards of another run have left is removed.
  /// - Throws: ``RunError/otherRun(_:)``, ``RunError/unwritable(_:reason:)``.
  func open(for key: JobKey, arguments: [String], force: Bool) throws(RunError) {
    // Another shard may have made the folder a moment ago and not yet said what it is of: it is of this run, then.
    if let found = recordedKey, found != key.sha256 {
      guard force else { throw .otherRun(url.path) }
      remove()
    }
    do {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      // Shards begin at one time and write the same bytes: whoever is last changes nothing.
      try JSONEncoder().encode(arguments).write(replacing: url.appending(path: Self.commandName))
      try Data(key.sha256.utf8).write(replacing: url.appending(path: RunFolder.keyName))
    } catch {
      throw .unwritable(url.path, reason: error.systemReason)
    }
  }

  /// Whether the folder is of a run of that key.
  /// - Throws: ``RunError/noShards(_:)`` where no shard has begun.
  func belongs(to key: JobKey) throws(RunError) -> Bool {
    guard let found = recordedKey else { throw .noShards(url.path) }
    return found == key.sha256
  }

  /// What the shards are of, as they have put it on record; it is written in one step, after ``arguments()``.
  private var recordedKey: String? {
    try? String(contentsOf: url.appending(path: RunFolder.keyName), encoding: .utf8)
  }

  /// The arguments of the command whose jobs the shards do.
  /// - Throws: ``RunError/noShards(_:)``.
  public func arguments() throws(RunError) -> [String] {
    do {
      return try JSONDecoder().decode(
        [String].self, from: Data(contentsOf: url.appending(path: Self.commandName)))
    } catch {
      throw .noShards(url.path)
    }
  }

  /// The journal of a shard, for which no other process works until it is released.
  /// - Throws: ``RunError/busy(_:)``, ``RunError/unwritable(_:reason:)``.
  func journal<Product>(of shard: Shard, count: Int) throws(RunError) -> (
    lock: FolderLock, journal: JobJournal<Product>
  ) {
    let folder = url.appending(path: "\(shard.index)-of-\(shard.count)")
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let lock = try FolderLock(folder)
      return (lock, try JobJournal(file: folder.appending(path: RunFolder.journalName), count: count))
    } catch is FolderLock.Taken {
      throw .busy(folder.path)
    } catch let error as RunError {
      throw error
    } catch {
      throw .unwritable(folder.path, reason: error.systemReason)
    }
  }

  /// What all shards have finished, by the number of the job.
  func finished<Product: Codable & Sendable>(count: Int) -> [Int: Product] {
    var all: [Int: Product] = [:]
    let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path).sorted()) ?? []
    for name in names {
      let file = url.appending(path: name).appending(path: RunFolder.journalName)
      all.merge(JobJournal<Product>.finished(in: file, count: count).products) { first, _ in first }
    }
    return all
  }

  /// Notes that the run folder is about to be made of it.
  /// - Throws: the system's reason.
  func markMerged() throws { try Data().write(to: url.appending(path: Self.markName)) }

  /// Whether the run folder has been made of it by a merge that was killed before it could remove it: the folder's manifest is
  /// no older than the mark of that merge.
  public var isMerged: Bool {
    func date(_ file: URL) -> Date? {
      try? FileManager.default.attributesOfItem(atPath: file.path)[.modificationDate] as? Date
    }
    guard let marked = date(url.appending(path: Self.markName)),
      let made = date(run.appending(path: RunFolder.manifestName))
    else { return false }
    return made >= marked
  }

  /// Removes it, once the run is whole; the mark of the merge last.
  public func remove() {
    let files = FileManager.default
    for name in (try? files.contentsOfDirectory(atPath: url.path)) ?? [] where name != Self.markName {
      try? files.removeItem(at: url.appending(path: name))
    }
    try? files.removeItem(at: url)
  }

  private static let commandName = "command.json"
  private static let markName = "merged"
}
