import Foundation
import MRSCore

/// The products of a list of jobs, or of some of them, as a file that shards leave and `hepatica merge` puts together:
/// `parts.jsonl`, whose first line says what the list is, and each other one the product of one job.
struct JobParts<Product: Codable & Sendable> {
  /// What the list is of.
  struct Header: Codable, Hashable {
    let kind: String
    /// ``JobKey/sha256`` of the whole list.
    let key: String
    let jobs: Int
  }

  private struct Line: Codable {
    let index: Int
    let product: Product
  }

  static var name: String { "parts.jsonl" }

  let header: Header
  /// By index.
  private(set) var products: [Int: Product]

  init(_ header: Header, _ products: [Int: Product]) {
    self.header = header
    self.products = products
  }

  /// - Throws: ``RunError/unreadable(_:reason:)``.
  init(contentsOf file: URL) throws(RunError) {
    let lines: [Data]
    do {
      lines = try Data(contentsOf: file).split(separator: 0x0A).map { Data($0) }
    } catch {
      throw .unreadable(file.path, reason: error.localizedDescription)
    }
    guard let first = lines.first, let header = try? JSONDecoder().decode(Header.self, from: first) else {
      throw .unreadable(file.path, reason: "its first line does not say what its parts are of")
    }
    self.header = header
    products = [:]
    for (number, line) in lines.dropFirst().enumerated() {
      do {
        let entry = try JSONDecoder().decode(Line.self, from: line)
        guard (0..<header.jobs).contains(entry.index) else {
          throw RunError.unreadable(file.path, reason: "line \(number + 2) is of part \(entry.index) of \(header.jobs)")
        }
        products[entry.index] = entry.product
      } catch let error as RunError {
        throw error
      } catch {
        throw .unreadable(file.path, reason: "line \(number + 2) is no part of a \(header.kind): \(error)")
      }
    }
  }

  /// The file's bytes: parts by their index, whatever the order in which they were done.
  func data() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var data = try encoder.encode(header) + [0x0A]
    for (index, product) in products.sorted(by: { $0.key < $1.key }) {
      data += try encoder.encode(Line(index: index, product: product)) + [0x0A]
    }
    return data
  }

  /// The same with the parts of another shard.
  /// - Throws: ``RunError/otherParts(_:found:expected:)`` where it is of another list.
  mutating func add(_ other: JobParts, from folder: URL) throws(RunError) {
    guard other.header == header else {
      throw .otherParts(
        folder.path, found: "\(other.header.kind) \(other.header.key.prefix(12))",
        expected: "\(header.kind) \(header.key.prefix(12))")
    }
    products.merge(other.products) { first, _ in first }
  }

  /// The products in order.
  /// - Throws: ``RunError/missingParts(count:of:first:)`` where some are not there.
  func complete() throws(RunError) -> [Product] {
    var ordered: [Product] = []
    let missing = (0..<header.jobs).filter { products[$0] == nil }
    if let first = missing.first { throw .missingParts(count: missing.count, of: header.jobs, first: first) }
    for index in 0..<header.jobs { if let product = products[index] { ordered.append(product) } }
    return ordered
  }
}
