import Foundation
import MRSCore

/// The real files of `../shared/data` beside the package root, for tests that are skipped where they are absent.
enum SharedFiles {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "../shared/data").standardizedFileURL

  /// The worktrees of this project lie one folder deeper than the package itself.
  static let root: URL? = [folder, folder.appending(path: "../../../shared/data").standardizedFileURL].first {
    FileManager.default.fileExists(atPath: $0.appending(path: "ORIGIN.md").path)
  }

  static let areThere = root != nil
  static let reason = "the shared data folder (../shared/data) is not there"

  static func url(_ name: String) -> URL { (root ?? folder).appending(path: name) }
}

/// A folder that is removed when the test ends.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "hepatica-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func write(_ bytes: [UInt8], as name: String) throws -> URL {
    let file = url.appending(path: name)
    try Data(bytes).write(to: file)
    return file
  }

  func write(_ text: String, as name: String) throws -> URL { try write(Array(text.utf8), as: name) }
}

extension FID {
  /// The shift of the highest magnitude within `window`, on a fourfold zero-filled grid.
  func peak(in window: ClosedRange<Double>) -> Double {
    let filled = resized(to: 4 * samples.count)
    let spectrum = FourierTransform(count: filled.samples.count).spectrum(of: filled)
    let magnitude = spectrum.values.magnitude
    let indices = spectrum.indices(in: .ppm(window.lowerBound)...(.ppm(window.upperBound)))
    return indices.max { magnitude[$0] < magnitude[$1] }.map { spectrum.shift(at: $0).ppm } ?? .nan
  }
}
