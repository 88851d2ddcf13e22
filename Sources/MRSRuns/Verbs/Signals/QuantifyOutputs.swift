import Foundation
import MRSCore
import MRSQuantification

/// The files that a quantification may leave.
public struct QuantifyOutputs: Sendable {
  public var csv: URL?
  public var figure: URL?
  /// The one-page result as SVG.
  public var page: URL?
  /// LCModel's .COORD.
  public var coord: URL?
  public var folder: URL?
  /// Whether what is there may be replaced; never an input.
  public var force: Bool

  public init(
    csv: URL? = nil, figure: URL? = nil, page: URL? = nil, coord: URL? = nil, folder: URL? = nil, force: Bool = false
  ) {
    self.csv = csv
    self.figure = figure
    self.page = page
    self.coord = coord
    self.folder = folder
    self.force = force
  }

  /// Refuses, before any work, to replace what must not be.
  /// - Throws: ``RunError/fileExists(_:)``, ``RunError/namedTwice(_:)``, ``RunError/unwritable(_:reason:)``.
  public func check(against inputs: [URL]) throws(RunError) {
    var seen: Set<URL> = []
    for file in [csv, figure, page, coord].compactMap({ $0 }) {
      let place = file.deletingLastPathComponent().resolvingSymlinksInPath().appending(path: file.lastPathComponent)
      guard seen.insert(place.standardizedFileURL).inserted else { throw .namedTwice(file.path) }
      guard FileManager.default.fileExists(atPath: file.path) else { continue }
      let isFile = (try? file.resolvingSymlinksInPath().resourceValues(forKeys: [.isRegularFileKey]))?.isRegularFile
      guard isFile == true else {
        throw .unwritable(file.path, reason: "it is a folder or a device, which is not replaced")
      }
      let isInput = inputs.contains { $0.standardizedFileURL == file.standardizedFileURL }
      guard force, !isInput else { throw .fileExists(file.path) }
    }
  }

  /// Writes the files that are wished for, each whole or not at all.
  /// - Throws: `FormatError`, `RunError`, `QuantifyError`, `ReportError`.
  public func write(_ result: QuantifiedScan) throws {
    let files: [(URL?, () throws -> String)] = [
      (csv, result.csv), (figure, { try result.figure().svg(identifier: "spectrum") }),
      (page, { try result.page().svg(identifier: "page") }),
      (coord, { try result.coordinates().text(path: coord?.path ?? "") }),
    ]
    for (file, text) in files {
      guard let file else { continue }
      let bytes = Data(try text().utf8)
      do {
        try bytes.write(replacing: file)
      } catch {
        throw RunError.unwritable(file.path, reason: error.systemReason)
      }
    }
  }
}
