import Foundation

/// The real files of `../shared/data` beside the package root; worktrees lie one folder deeper.
enum SharedFolder {
  static let root: URL? = {
    let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return ["../shared/data", "../../shared/data"].map { package.appending(path: $0).standardizedFileURL }
      .first { FileManager.default.fileExists(atPath: $0.appending(path: "ORIGIN.md").path) }
  }()
  static let reason = "the shared data folder (../shared/data) is not there"
}
