import Foundation
import MRSCore

/// The finished part of a list of jobs, one line a product in the order of finishing, from which a later run goes on.
///
/// A line is `{"index":I,"product":…}`. One that was being written when the process was killed is cut off. What the list is of
/// is told by the key of its run folder (``RunFolder/init(at:force:resuming:)``).
public final class JobJournal<Product: Codable & Sendable> {
  private struct Line: Codable {
    let index: Int
    let product: Product
  }

  private let file: URL
  private let handle: FileHandle
  private let encoder: JSONEncoder
  /// The products of the finished jobs, by index.
  public private(set) var finished: [Int: Product]

  /// Opens the journal, or begins one.
  /// - Throws: ``RunError/unwritable(_:reason:)``.
  public init(file: URL, count: Int) throws(RunError) {
    self.file = file
    encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let valid: Data
    (finished, valid) = Self.finished(in: file, count: count)
    do {
      if !FileManager.default.fileExists(atPath: file.path) { try Data().write(to: file) }
      handle = try FileHandle(forWritingTo: file)
      // Not written anew: a full disk, or a second kill, would cost what is there.
      try handle.truncate(atOffset: UInt64(valid.count))
    } catch {
      throw .unwritable(file.path, reason: error.systemReason)
    }
  }

  deinit { try? handle.close() }

  /// What a journal holds, and its bytes up to the last whole line; nothing where there is none.
  static func finished(in file: URL, count: Int) -> (products: [Int: Product], valid: Data) {
    var products: [Int: Product] = [:]
    var valid = Data()
    guard let bytes = try? Data(contentsOf: file) else { return (products, valid) }
    for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast() {
      guard let entry = try? JSONDecoder().decode(Line.self, from: line), (0..<count).contains(entry.index) else {
        break
      }
      products[entry.index] = entry.product
      valid += line + [0x0A]
    }
    return (products, valid)
  }

  /// Takes over products that others have finished; what is there already stays.
  /// - Throws: ``RunError/unwritable(_:reason:)``.
  func adopt(_ products: [Int: Product]) throws(RunError) {
    for (index, product) in products.sorted(by: { $0.key < $1.key }) where finished[index] == nil {
      try append(product, index: index)
    }
  }

  /// Adds a finished job's product.
  /// - Throws: ``RunError/unwritable(_:reason:)``.
  public func append(_ product: Product, index: Int) throws(RunError) {
    do {
      try handle.write(contentsOf: try encoder.encode(Line(index: index, product: product)) + [0x0A])
    } catch {
      throw .unwritable(file.path, reason: error.systemReason)
    }
    finished[index] = product
  }
}
