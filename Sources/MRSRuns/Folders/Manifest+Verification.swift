import Foundation
import MRSFormats

extension Manifest {
  /// A file of a run folder that is not as the run left it.
  public struct Discrepancy: Codable, Hashable, Sendable {
    public let name: String
    /// The digest on record; nil for a file that is not on record.
    public let recorded: String?
    /// The digest of the file as it is; nil for a file that is missing.
    public let found: String?
  }

  /// Compares the files of a folder with the outputs on record.
  ///
  /// The manifest itself, the log and the timing are not on record and not compared.
  ///
  /// - Returns: The files that are missing, changed or added, in lexical order.
  /// - Throws: ``RunError/unreadable(_:reason:)``.
  public func discrepancies(in folder: URL) throws -> [Discrepancy] {
    guard let paths = FileManager.default.enumerator(atPath: folder.path)?.compactMap({ $0 as? String }) else {
      throw RunError.unreadable(folder.path, reason: "it is no folder")
    }
    var found: [String: String] = [:]
    for path in paths where !RunFolder.unrecordedNames.contains(path) {
      let file = folder.appending(path: path)
      guard (try? file.resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory != true else { continue }
      found[path] = try Artefact(of: file).sha256
    }
    let recorded = Dictionary(outputs.map { ($0.name, $0.sha256) }) { first, _ in first }
    return Set(found.keys).union(recorded.keys).sorted()
      .map { Discrepancy(name: $0, recorded: recorded[$0], found: found[$0]) }
      .filter { $0.recorded != $0.found }
  }
}

extension Manifest.Discrepancy: CustomStringConvertible {
  public var description: String {
    switch (recorded, found) {
    case (_, nil): "'\(name)' is missing"
    case (nil, _): "'\(name)' was added"
    default: "'\(name)' was changed"
    }
  }
}
