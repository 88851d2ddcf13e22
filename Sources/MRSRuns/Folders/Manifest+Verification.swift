import Foundation
import MRSCore
import MRSFormats

extension Manifest {
  /// A file of a run folder that is not as the run left it.
  public struct Discrepancy: Codable, Hashable, Sendable {
    public let name: String
    /// The digest on record; nil for a file that is not on record.
    public let recorded: String?
    /// The digest of the file as it is; nil for a file that is missing.
    public let found: String?
    /// What is there instead of a file, as "a link".
    public var kind: String?
  }

  /// Compares the files of a folder with the outputs on record.
  ///
  /// The manifest and the timing have their digests in themselves (``Seal``); the log is on record in the timing, since that
  /// of a run that went on after a stop says so. Folders that older versions left have none of it (``isSealed``): their
  /// manifest, log and timing are not compared. Links, devices and folders that no run made are told, and not followed.
  ///
  /// - Returns: The files that are missing, changed or added, in lexical order.
  /// - Throws: ``RunError/unreadable(_:reason:)``.
  public func discrepancies(in folder: URL) throws -> [Discrepancy] {
    guard let paths = FileManager.default.enumerator(atPath: folder.path)?.compactMap({ $0 as? String }) else {
      throw RunError.unreadable(folder.path, reason: "it is no folder")
    }
    var recorded = Dictionary(outputs.map { ($0.name, $0.sha256) }) { first, _ in first }
    if isSealed { recorded[RunFolder.logName] = Self.timingRecord(in: folder)?.log }
    let folders = Set(outputs.flatMap { Self.folders(above: $0.name) })
    var found: [String: String] = [:]
    var strange: [Discrepancy] = []
    for path in paths {
      let file = folder.appending(path: path)
      switch try? FileManager.default.attributesOfItem(atPath: file.path)[.type] as? FileAttributeType {
      case .typeRegular?:
        guard recorded[path] != nil || !RunFolder.unrecordedNames.contains(path) else { continue }
        found[path] = try Artefact(of: file).sha256
      case .typeDirectory?:
        guard !folders.contains(path) else { continue }
        strange.append(Discrepancy(name: path, recorded: nil, found: nil, kind: "a folder that no run made"))
      case .typeSymbolicLink?:
        strange.append(Discrepancy(name: path, recorded: recorded[path], found: nil, kind: "a link"))
      default:
        strange.append(Discrepancy(name: path, recorded: recorded[path], found: nil, kind: "no regular file"))
      }
    }
    let named = Set(strange.map(\.name))
    let changed = Set(found.keys).union(recorded.keys).subtracting(named)
      .map { Discrepancy(name: $0, recorded: recorded[$0], found: found[$0]) }
      .filter { $0.recorded != $0.found }
    return (try strange + changed + brokenSeals(in: folder).filter { !named.contains($0.name) }).sorted {
      $0.name < $1.name
    }
  }

  /// Whether the manifest, the log and the timing can be proven.
  public var isSealed: Bool { seal != nil }

  /// The manifest and the timing, where they are not as they were sealed.
  private func brokenSeals(in folder: URL) throws -> [Discrepancy] {
    guard let seal else { return [] }
    var broken: [Discrepancy] = []
    let text = try Data(wholeFile: folder.appending(path: RunFolder.manifestName))
    if !Seal.isIntact(text, seal: seal) {
      broken.append(
        Discrepancy(name: RunFolder.manifestName, recorded: seal, found: SHA256.hash(data: text).hexadecimal))
    }
    let name = RunFolder.timingName
    guard let timing = try? Data(wholeFile: folder.appending(path: name)) else {
      return broken + [Discrepancy(name: name, recorded: seal, found: nil)]
    }
    let own = Self.timingRecord(in: folder)?.seal ?? ""
    if !Seal.isIntact(timing, seal: own, with: seal) {
      broken.append(Discrepancy(name: name, recorded: own, found: SHA256.hash(data: timing).hexadecimal))
    }
    return broken
  }

  private static func timingRecord(in folder: URL) -> RunTiming.Record? {
    guard let text = try? Data(wholeFile: folder.appending(path: RunFolder.timingName)) else { return nil }
    return try? JSONDecoder().decode(RunTiming.Record.self, from: text)
  }

  /// `a` and `a/b` of `a/b/c`.
  private static func folders(above name: String) -> [String] {
    let parts = name.split(separator: "/")
    return parts.indices.dropFirst().map { parts[..<$0].joined(separator: "/") }
  }
}

extension Manifest.Discrepancy: CustomStringConvertible {
  public var description: String {
    if let kind { return "'\(name)' is \(kind)" }
    return switch (recorded, found) {
    case (_, nil): "'\(name)' is missing"
    case (nil, _): "'\(name)' was added"
    default: "'\(name)' was changed"
    }
  }
}
