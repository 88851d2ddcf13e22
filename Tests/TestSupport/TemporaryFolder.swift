import Foundation

/// An empty folder that is removed with what it holds when it is released.
public final class TemporaryFolder: Sendable {
  public let url: URL

  public init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "hepatica-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// The names of everything in the folder, hidden files too.
  public func contents() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() }

  /// Writes a file anew. What is there is removed first: ext4 waits for the disk where a file is emptied and filled again,
  /// and tests that damage one file a thousand times would do little else.
  public func write(_ bytes: [UInt8], as name: String) throws -> URL {
    let file = url.appending(path: name)
    try? FileManager.default.removeItem(at: file)
    try Data(bytes).write(to: file)
    return file
  }

  public func write(_ text: String, as name: String) throws -> URL { try write(Array(text.utf8), as: name) }
}

/// Runs `body` with a new folder that is removed afterwards.
public func withTemporaryFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
  let folder = try TemporaryFolder()
  defer { withExtendedLifetime(folder) {} }
  return try body(folder.url)
}
