import Crypto
import Foundation

/// The finished part of a batch, one line a spectrum in the order of finishing, from which a later run goes on.
///
/// The first line names what the batch is of. A line that was being written when the process was killed is cut off.
final class BatchJournal {
  private let file: URL
  private let handle: FileHandle
  /// The lines of the finished spectra, by index.
  private(set) var finished: [Int: Data] = [:]

  /// The journal of the batch that is to leave `destination`: a hidden file beside it.
  static func place(for destination: URL) -> URL {
    destination.deletingLastPathComponent().appending(path: ".\(destination.lastPathComponent).unfinished.jsonl")
  }

  /// Opens the journal, or begins one.
  ///
  /// - Parameters:
  ///   - key: what the batch is of; a journal of another key is in the way.
  ///   - count: the spectra of the batch.
  /// - Throws: ``QuantifyBatchError/otherBatch(folder:finished:)``, `PipelineError`.
  init(for destination: URL, key: String, count: Int, force: Bool) throws {
    file = Self.place(for: destination)
    let head = Data("{\"batch\":\"\(key)\"}\n".utf8)
    var valid = head
    if let bytes = try? Data(contentsOf: file) {
      let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast()
      if lines.first.map({ $0 + [0x0A] }) == head {
        for line in lines.dropFirst() {
          guard let index = Self.index(of: line), (0..<count).contains(index) else { break }
          finished[index] = Data(line)
          valid += line + [0x0A]
        }
      } else if !force, lines.count > 1 {
        throw QuantifyBatchError.otherBatch(folder: destination.path, finished: lines.count - 1)
      }
    }
    do {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try valid.write(to: file)
      handle = try FileHandle(forWritingTo: file)
      try handle.seekToEnd()
    } catch {
      throw PipelineError.unwritable(file.path, reason: error.localizedDescription)
    }
  }

  deinit { try? handle.close() }

  /// Adds a finished spectrum's line (without line break).
  /// - Throws: `PipelineError`.
  func append(_ line: Data, index: Int) throws(PipelineError) {
    do {
      try handle.write(contentsOf: line + [0x0A])
    } catch {
      throw .unwritable(file.path, reason: error.localizedDescription)
    }
    finished[index] = line
  }

  func remove() { try? FileManager.default.removeItem(at: file) }

  private struct Numbered: Decodable { let index: Int }

  private static func index(of line: Data) -> Int? { try? JSONDecoder().decode(Numbered.self, from: line).index }
}
