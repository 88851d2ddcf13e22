import MRSCore

/// Why a run cannot be begun or finished.
public enum RunError: Error, Hashable, Sendable {
  /// The run folder is there already.
  case folderExists(String)
  /// A folder that cannot give its name to another: the current one, or a file system of its own.
  case fixedFolder(String)
  /// `force` would remove a folder that no run has made.
  case notARunFolder(String)
  /// A folder or file that cannot be written, and what the system says.
  case unwritable(String, reason: String)
  /// A file that cannot be read, and what the system says.
  case unreadable(String, reason: String)
  /// The name of an artefact that leads out of its folder, or is taken by the run folder's own files.
  case badArtefactName(String)
  /// An artefact that was announced but is not there when the run finishes.
  case missingArtefact(String)
  /// A run folder whose files are not those that its run left.
  case altered(String, [Manifest.Discrepancy])
  /// Another process is at work on the same run folder.
  case busy(String)
  /// An unfinished run of other settings or inputs is in the way.
  case otherRun(String)
  /// An output file that is there already, or would replace an input.
  case fileExists(String)
  /// Two outputs under one name.
  case namedTwice(String)
  /// The input cannot be told apart by any reader.
  case uninspectable(String)
  /// What does not say which part of a run is meant.
  case badShard(String)
  /// There is nothing that shards have left for a run.
  case noShards(String)
  /// Jobs that no shard has finished: how many of how many, and the numbers of the first.
  case unfinishedShards(String, missing: Int, total: Int, first: [Int])
  /// A scan of fewer rows than the conditions that they are said to be.
  case notEdited(String, rows: Int, count: Int)
  /// The run folder is finished or removed.
  case folderClosed(String)
  /// A run that can be gone on with was stopped.
  case interrupted(String, finished: Int, of: Int)
}

extension RunError {
  /// Whether the run was stopped from outside.
  public var isInterruption: Bool { if case .interrupted = self { true } else { false } }
}

extension RunError: CustomStringConvertible {
  /// One line without control characters, no longer than a message can be, whatever a file holds.
  public var description: String { text.count > 2000 ? String(text.prefix(2000)).printable + "…" : text.printable }

  private var text: String {
    switch self {
    case .folderExists(let folder):
      "\(folder): there is something by this name already; choose another --out, or --force to replace it"
    case .fixedFolder(let folder):
      "\(folder): a run folder cannot take its place: it is the folder you are in, or a file system of its own; give one within it, "
        + "as \(folder)/run"
    case .notARunFolder(let folder):
      "\(folder): --force replaces run folders only, and this holds no manifest.json; remove it yourself or choose another"
    case .unwritable(let path, let reason):
      "\(path): cannot be written: \(reason)"
    case .unreadable(let path, let reason):
      "\(path): cannot be read: \(reason)"
    case .badArtefactName(let name):
      "'\(name)' cannot name an artefact; expected a relative path without '..', other than the run folder's own files"
    case .missingArtefact(let name):
      "the artefact '\(name)' was announced but not written"
    case .altered(let folder, let discrepancies):
      "\(folder): not as its run left it: \(discrepancies.map(\.description).joined(separator: ", "))"
    case .busy(let folder):
      "\(folder): another hepatica is at work on it; wait for it to end, or choose another --out"
    case .otherRun(let folder):
      "\(folder): an unfinished run of other settings or inputs is there; give the same command to go on with it, choose "
        + "another --out, or --force to begin anew"
    case .fileExists(let path):
      "\(path): there is something by this name already; choose another name, or --force to replace it"
    case .namedTwice(let path):
      "\(path): two outputs have this name, of which one would replace the other; give each its own"
    case .uninspectable(let path):
      "\(path): is a folder without manifest.json, .RAW or FSL-MRS .json files; inspect takes signals, bases, run folders "
        + "and networks"
    case .badShard(let text):
      "--shard \(text): expected I/N with I from 0 to N - 1, as 0/4; or N alone in a task of a Slurm array numbered from 0"
    case .noShards(let folder):
      "\(folder): no shard has begun there; give the run folder that the shards were told as --out"
    case .unfinishedShards(let folder, let missing, let total, let first):
      "\(folder): \(missing) of \(total) jobs are not finished (numbers \(first.map(String.init).joined(separator: ", "))"
        + "\(missing > first.count ? " …" : "")); run their shards again, or give --complete to do them here"
    case .interrupted(let folder, let finished, let total):
      "interrupted; \(finished) of \(total) parts are kept in \(folder): give the same command again to go on"
    case .notEdited(let file, let rows, let count):
      "\(file): its \(rows) averages cannot be \(count) conditions in turn; expected at least \(count), and as many of each: look at "
        + "it with 'hepatica inspect', and leave --edited out for a scan that is not edited"
    case .folderClosed(let folder):
      "\(folder): the run is over; nothing can be added to its folder"
    }
  }
}
