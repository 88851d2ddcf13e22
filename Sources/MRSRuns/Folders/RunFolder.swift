import Foundation
import Logging
import MRSConfiguration
import MRSCore
import MRSFormats
import MRSProfile
import Synchronization

/// The folder that a run leaves: its artefacts, `manifest.json`, `protocol.toml` (resolved), `log.txt`, `timing.json`.
///
/// The run works in a hidden folder beside it, which ``finish(_:seed:resolved:profile:versions:)`` renames into place. A run
/// that fails, or whose `RunFolder` is released, leaves nothing. Times are in `timing.json` only, so that two runs of
/// the same seed differ in no other file.
///
///     try await RunFolder.run(at: folder) { run in
///       let file = try run.artefact("dataset.h5")   // a path to write to
///       …
///       try run.finish(.init(verb: "synthesize", arguments: arguments), seed: seed, resolved: studyProtocol)
///     }
public final class RunFolder: Sendable {
  static let manifestName = "manifest.json"
  static let protocolName = "protocol.toml"
  static let logName = "log.txt"
  static let timingName = "timing.json"
  static let profileName = "profile.toml"
  /// While a run works that can be gone on with: its key, and its jobs' journal.
  static let keyName = "job.key"
  static let journalName = "journal.jsonl"
  private static let ownNames = [
    manifestName, protocolName, profileName, logName, timingName, keyName, journalName,
  ]
  /// The files that the manifest does not list.
  static let unrecordedNames = [manifestName, logName, timingName]

  /// What was asked for on the command line.
  public struct Command: Hashable, Sendable {
    public let verb: String
    public let arguments: [String]
    /// How many threads the run may use, for `timing.json`.
    public let threads: Int?

    public init(verb: String, arguments: [String], threads: Int? = nil) {
      self.verb = verb
      self.arguments = arguments
      self.threads = threads
    }
  }

  private struct State {
    var isOpen = true
    var isKept = false
    var artefacts: [String] = []
    var inputs: [Artefact] = []
    var warnings: [String] = []
    var stages: [RunTiming.Stage] = []
  }

  /// The folder's final place.
  public let destination: URL
  /// The hidden folder that the run works in.
  public let work: URL
  let force: Bool
  private let log: RunLog
  /// Held while the run works.
  private let lock: FolderLock
  private let state = Mutex(State())
  private let begun = ContinuousClock.now
  private let begunAt = Date()

  /// Makes the hidden folder.
  ///
  /// - Parameters:
  ///   - force: Whether a run folder that is there already is replaced, once the new one is finished.
  ///   - key: what the run is of. With it the hidden folder of a run of the same key that was stopped is taken over with what
  ///     it holds, and one run at a time may work on a destination.
  /// - Throws: ``RunError``.
  public init(at destination: URL, force: Bool = false, resuming key: JobKey? = nil) throws(RunError) {
    // A link to a folder stays; the run folder is made where it leads.
    let isLink = (try? FileManager.default.destinationOfSymbolicLink(atPath: destination.path)) != nil
    self.destination = isLink ? destination.resolvingSymlinksInPath() : destination.standardizedFileURL
    self.force = force
    Self.restoreReplaced(at: self.destination)
    try Self.checkVacancy(of: self.destination, force: force)
    try Self.clearLeftovers(of: self.destination)
    let parent = self.destination.deletingLastPathComponent()
    let mark = key != nil ? "" : ".\(UUID().uuidString.prefix(8))"
    work = parent.appending(path: ".\(self.destination.lastPathComponent)\(mark).unfinished")
    // What an interrupted run has done is not lost where this one cannot begin, as on a full disk.
    let isNew = !FileManager.default.fileExists(atPath: work.path)
    do {
      try FileManager.default.createDirectory(at: work, withIntermediateDirectories: true)
      lock = try FolderLock(work)
      UnfinishedWork.begin(work.path, key == nil ? .removed : .resumable)
      if let key { try Self.takeOver(work, key, force: force) }
      log = try RunLog(file: work.appending(path: Self.logName))
    } catch is FolderLock.Taken {
      throw .busy(self.destination.path)
    } catch let error as RunError {
      UnfinishedWork.end(work.path)
      throw error
    } catch {
      UnfinishedWork.end(work.path)
      if isNew { try? FileManager.default.removeItem(at: work) }
      throw .unwritable(self.destination.path, reason: error.systemReason)
    }
  }

  deinit { discard() }

  /// Runs `body` with a folder that is removed if it throws, or returns without finishing it; one that resumes stays
  /// when the task was cancelled.
  ///
  /// - Throws: ``RunError``, or what `body` throws.
  public static func run<Output>(
    at destination: URL, force: Bool = false, resuming key: JobKey? = nil,
    isolation: isolated (any Actor)? = #isolation, _ body: (RunFolder) async throws -> Output
  ) async throws -> Output {
    let folder = try RunFolder(at: destination, force: force, resuming: key)
    do {
      let output = try await body(folder)
      folder.discard()
      return output
    } catch {
      let stays = key != nil && (error is CancellationError || folder.state.withLock(\.isKept))
      if stays { folder.leave() } else { folder.discard() }
      throw error
    }
  }

  /// Where the journal of the run's jobs is while it works.
  public var journal: URL { work.appending(path: Self.journalName) }

  /// Keeps what a run that can be gone on with has done, even where it fails.
  public func keep() { state.withLock { $0.isKept = true } }

  /// A logger that writes to `log.txt`, lines without time. Log from one task at a time, in an order that is always
  /// the same.
  public var logger: Logger {
    Logger(label: "hepatica") { [log] _ in RunLogHandler(log: log) }
  }

  /// The path at which to write an artefact of the given relative name. Folders on the way are made.
  ///
  /// - Throws: ``RunError``.
  public func artefact(_ name: String) throws(RunError) -> URL {
    let components = name.split(separator: "/", omittingEmptySubsequences: false)
    guard !components.contains(""), !components.contains(".."), !components.contains("."),
      !Self.ownNames.contains(name)
    else { throw .badArtefactName(name) }
    try requireOpen()
    let file = work.appending(path: name)
    do {
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    } catch {
      throw .unwritable(destination.appending(path: name).path, reason: error.systemReason)
    }
    state.withLock { if !$0.artefacts.contains(name) { $0.artefacts.append(name) } }
    return file
  }

  /// Writes an artefact.
  ///
  /// - Throws: ``RunError``.
  public func write(_ data: Data, to name: String) throws(RunError) {
    let file = try artefact(name)
    do {
      try data.write(to: file)
    } catch {
      throw .unwritable(destination.appending(path: name).path, reason: error.systemReason)
    }
  }

  /// Puts a file that the run reads on record.
  ///
  /// - Throws: ``RunError/unreadable(_:reason:)``.
  public func record(input file: URL, name: String? = nil) throws(FormatError) {
    record([try Artefact(of: file, name: name)])
  }

  /// Puts on record those of a list's signals that can be read. Of the others whoever read them tells the reason.
  func record(signals files: [URL]) { record(files.compactMap { try? SignalFile.artefact(of: $0) }) }

  private func record(_ inputs: [Artefact]) { state.withLock { $0.inputs += inputs } }

  /// Puts a doubt on record, in the manifest and the log.
  public func warn(_ text: String) {
    state.withLock { $0.warnings.append(text) }
    logger.warning("\(text)")
  }

  /// Runs a stage and puts its duration on record.
  public func stage<Output>(
    _ name: String, isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Output
  ) async rethrows -> Output {
    logger.info("\(name)")
    let start = ContinuousClock.now
    let output = try await body()
    let duration = start.duration(to: .now) / .seconds(1)
    state.withLock { $0.stages.append(RunTiming.Stage(name: name, duration: duration)) }
    return output
  }

  /// Writes the manifest, the resolved protocol and the timing, and moves the folder to its place.
  ///
  /// - Parameters:
  ///   - seed: The seed of the run; nil where no random number is drawn.
  ///   - resolved: The protocol as it was after all layers. Files of pulses and spin systems that it names are put on record.
  ///   - profile: What the analysis assumed, where that is not the protocol's own.
  /// - Returns: The manifest.
  /// - Throws: ``RunError``, `ConfigurationError`.
  @discardableResult
  public func finish(
    _ command: Command, seed: UInt64?, resolved: (some Encodable)?, profile: AnalysisProfile? = nil,
    versions: Versions = Versions()
  ) throws -> Manifest {
    try requireOpen()
    for file in (resolved as? StudyProtocol)?.files ?? [] { try record(input: file) }
    let state = self.state.withLock(\.self)
    log.close()
    var outputs: [Artefact] = []
    if let resolved {
      try put(Data(try ConfigurationFile.encode(resolved).utf8), Self.protocolName)
      outputs.append(try Artefact(of: work.appending(path: Self.protocolName)))
    }
    if let profile {
      try put(Data(try ConfigurationFile.encode(profile).utf8), Self.profileName)
      outputs.append(try Artefact(of: work.appending(path: Self.profileName)))
    }
    for name in [Self.keyName, Self.journalName] {
      try? FileManager.default.removeItem(at: work.appending(path: name))
    }
    for name in state.artefacts {
      let file = work.appending(path: name)
      guard FileManager.default.fileExists(atPath: file.path) else { throw RunError.missingArtefact(name) }
      outputs.append(try Artefact(of: file, name: name))
    }
    let manifest = try Manifest(
      verb: command.verb, arguments: command.arguments, seed: seed, versions: versions, inputs: state.inputs,
      outputs: outputs, warnings: state.warnings
    ).sealed()
    try put(try manifest.json(), Self.manifestName)
    let timing = RunTiming(
      begun: begunAt, duration: begun.duration(to: .now) / .seconds(1), threads: command.threads, stages: state.stages)
    try put(
      try timing.json(log: Artefact(of: work.appending(path: Self.logName)).sha256, sealedWith: manifest.seal ?? ""),
      Self.timingName)
    UnfinishedWork.end(work.path)
    try moveIntoPlace()
    UnfinishedWork.begin(destination.path, .kept)
    self.state.withLock { $0.isOpen = false }
    return manifest
  }

  /// Ends the run without finishing it; the hidden folder stays for one that resumes.
  private func leave() {
    state.withLock { $0.isOpen = false }
    log.close()
  }

  /// Removes the hidden folder of a run that is not finished.
  public func discard() {
    let wasOpen = state.withLock { state in
      defer { state.isOpen = false }
      return state.isOpen
    }
    guard wasOpen else { return }
    log.close()
    try? FileManager.default.removeItem(at: work)
    UnfinishedWork.end(work.path)
  }

  private func requireOpen() throws(RunError) {
    guard state.withLock(\.isOpen) else { throw .folderClosed(destination.path) }
  }

  private func put(_ data: Data, _ name: String) throws(RunError) {
    do {
      try data.write(to: work.appending(path: name))
    } catch {
      throw .unwritable(destination.appending(path: name).path, reason: error.systemReason)
    }
  }
}
