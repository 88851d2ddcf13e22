import Foundation
import MRSCore
import MRSFormats

/// Scans in their own formats, without what tells who was measured.
public struct AnonymiseRun: Sendable {
  /// Whether sex, age, weight and height stay.
  public let keepsCharacteristics: Bool
  public let overrides: SignalOverrides
  public let force: Bool

  public init(keepsCharacteristics: Bool = false, overrides: SignalOverrides = .none, force: Bool = false) {
    self.keepsCharacteristics = keepsCharacteristics
    self.overrides = overrides
    self.force = force
  }

  /// Writes each scan with the files that belong to it into `out`, once all of them have been written and read again elsewhere:
  /// where one cannot be, nothing is left.
  /// - Returns: one record a scan; files of one scan that are given together are one.
  /// - Throws: `FormatError`, ``RunError``, `CancellationError`.
  public func perform(_ inputs: [URL], out: URL) throws -> [AnonymisedScan] {
    let anonymiser = try Anonymiser(
      keepsCharacteristics: keepsCharacteristics, inputs: inputs, overrides: overrides)
    let isNew = !FileManager.default.fileExists(atPath: out.path)
    clearLeftovers(in: out)
    let staging = out.appending(path: "\(Self.stagingName)\(UUID().uuidString)")
    let lock: FolderLock
    do {
      try FileManager.default.createDirectory(at: staging, withIntermediateDirectories: true)
      lock = try FolderLock(staging)
    } catch {
      try? FileManager.default.removeItem(at: staging)
      throw RunError.unwritable(out.path, reason: error.systemReason)
    }
    UnfinishedWork.begin(staging.path)
    defer {
      withExtendedLifetime(lock) { try? FileManager.default.removeItem(at: staging) }
      UnfinishedWork.end(staging.path)
      // Nothing is left where nothing could be written. Only an empty folder can be removed so.
      if isNew { _ = unsafe rmdir(out.path) }
    }
    var seen = Set<URL>()
    var scans: [(scan: AnonymisedScan, from: URL)] = []
    for input in inputs {
      try Task.checkCancellation()
      let files = try anonymiser.files(of: input)
      guard !files.allSatisfy(seen.contains) else { continue }
      seen.formUnion(files)
      let folder = staging.appending(path: "\(scans.count + 1)")
      scans.append((try anonymiser.write(input, number: scans.count + 1, into: folder), folder))
    }
    try requireFree(scans.flatMap(\.scan.files).map { out.appending(path: $0) }, inputs: seen)
    return try scans.map { try placed($0.scan, from: $0.from, in: out) }
  }

  private static let stagingName = ".anonymise-"

  /// Removes what runs that were killed have left.
  private func clearLeftovers(in out: URL) {
    let found = (try? FileManager.default.contentsOfDirectory(atPath: out.path)) ?? []
    for name in found where name.hasPrefix(Self.stagingName) {
      let folder = out.appending(path: name)
      guard let lock = try? FolderLock(folder) else { continue }
      withExtendedLifetime(lock) { try? FileManager.default.removeItem(at: folder) }
    }
  }

  /// - Throws: ``RunError/namedTwice(_:)``, ``RunError/fileExists(_:)``.
  private func requireFree(_ places: [URL], inputs: Set<URL>) throws(RunError) {
    let originals = Set(inputs.map { $0.resolvingSymlinksInPath() })
    var known = Set<URL>()
    for place in places {
      guard known.insert(place.standardizedFileURL).inserted else { throw .namedTwice(place.path) }
      let isInput = originals.contains(place.resolvingSymlinksInPath())
      guard !isInput, force || !FileManager.default.fileExists(atPath: place.path) else {
        throw .fileExists(place.path)
      }
    }
  }

  private func placed(_ scan: AnonymisedScan, from folder: URL, in out: URL) throws -> AnonymisedScan {
    let places = scan.files.map { out.appending(path: $0) }
    do {
      for (name, place) in zip(scan.files, places) {
        try FileManager.default.createDirectory(
          at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        if force { try? FileManager.default.removeItem(at: place) }
        try FileManager.default.moveItem(at: folder.appending(path: name), to: place)
      }
    } catch {
      throw RunError.unwritable(out.path, reason: error.systemReason)
    }
    return AnonymisedScan(
      number: scan.number, files: places.map(\.path), format: scan.format, removed: scan.removed,
      foundElsewhere: scan.foundElsewhere, notes: scan.notes)
  }
}
