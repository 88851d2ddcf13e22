import Foundation
import Testing

/// A run folder with what the command said.
struct FinishedRun: Sendable {
  let folder: URL
  let outcome: BuiltCommand.Outcome

  /// All files in it, by their paths from the folder on.
  var files: [String] {
    (FileManager.default.subpaths(atPath: folder.path) ?? []).filter {
      (try? folder.appending(path: $0).resourceValues(forKeys: [.isDirectoryKey]).isDirectory) == false
    }.sorted()
  }

  func path(_ name: String) -> String { folder.appending(path: name).path }

  func data(_ name: String) throws -> Data { try Data(contentsOf: folder.appending(path: name)) }

  func text(_ name: String) throws -> String { String(decoding: try data(name), as: UTF8.self) }

  func decoded<Value: Decodable>(_ type: Value.Type = Value.self, from name: String) throws -> Value {
    try JSONDecoder().decode(type, from: data(name))
  }

  /// The rows of a table, of which the first names the columns.
  func rows(of name: String) throws -> [[String]] { CommaSeparated.rows(try text(name)) }

  /// Files that both have and that differ, or that one of them lacks. How long a run took may differ.
  func differences(from other: FinishedRun) -> [String] {
    Set(files).union(other.files).subtracting(["timing.json"]).filter {
      !FileManager.default.contentsEqual(atPath: path($0), andPath: other.path($0))
    }.sorted()
  }
}
