import Foundation
import MRSCore

/// Files of a folder and their hashes, with errors that name the file.
enum NetworkFolder {
  /// What writes descriptions: the same bytes for the same values, and lines that people can read.
  static var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return encoder
  }

  /// SHA-256, in hexadecimal.
  static func hash(_ data: Data) -> String {
    SHA256.hash(data: data).hexadecimal
  }

  /// The longest file of a bundle, 2 GiB: weights of half a thousand million numbers.
  private static let mostOfWeights = 1 << 31

  static func contents(of url: URL) throws(NetworkError) -> Data {
    guard FileManager.default.fileExists(atPath: url.path) else { throw .missingFile(path: url.path) }
    do {
      return try Data(wholeFile: url, atMost: mostOfWeights)
    } catch {
      throw .unreadableFile(path: url.path, reason: error.plainReason)
    }
  }

  /// Writes the files into a new folder that appears with all of them or not at all.
  static func write(_ files: [(name: String, data: Data)], to folder: URL) throws(NetworkError) {
    let manager = FileManager.default
    guard !manager.fileExists(atPath: folder.path) else { throw .destinationExists(path: folder.path) }
    let parent = folder.deletingLastPathComponent()
    let partial = parent.appending(path: ".\(folder.lastPathComponent).partial-\(UUID().uuidString)")
    do {
      try manager.createDirectory(at: partial, withIntermediateDirectories: true)
      do {
        for file in files {
          let url = partial.appending(path: file.name)
          try manager.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
          try file.data.write(to: url)
        }
        try manager.moveItem(at: partial, to: folder)
      } catch {
        try? manager.removeItem(at: partial)
        throw error
      }
    } catch {
      throw .unwritableFile(path: folder.path, reason: error.plainReason)
    }
  }
}
