import Foundation

/// The real files of `../shared/data` beside the package root, for tests that are skipped where they are absent.
public enum SharedData {
  /// `nil` where the folder is absent. Worktrees of the package lie one folder deeper than the package itself.
  public static let root: URL? = {
    let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return ["../shared/data", "../../shared/data"].map { package.appending(path: $0).standardizedFileURL }
      .first { FileManager.default.fileExists(atPath: $0.appending(path: "ORIGIN.md").path) }
  }()

  /// What a skipped test prints.
  public static let reason = "the shared data folder (../shared/data) is not there"

  /// A file in the folder; where that is absent, a file that is not there either.
  public static func url(_ name: String) -> URL {
    (root ?? URL(filePath: "/shared-data-is-absent")).appending(path: name)
  }

  public static func path(_ name: String) -> String { url(name).path }
}
