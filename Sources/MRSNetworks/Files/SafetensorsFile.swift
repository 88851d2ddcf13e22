import Foundation
import MRSCore

/// A safetensors file of arrays of 32 or 16 bits (https://huggingface.co/docs/safetensors), which Python's `safetensors` reads:
/// 8 bytes of header length (little-endian), a JSON header that gives each array its type, shape and place, the values.
package struct SafetensorsFile: Hashable, Sendable {
  package let arrays: [WeightArray]
  /// Free text under the header's `__metadata__`.
  package let metadata: [String: String]

  /// The names of the arrays that are kept in 16 bits.
  package let halves: Set<String>

  /// - Parameter halves: the names of arrays that are kept in 16 bits, rounded where their values have more.
  package init(arrays: [WeightArray], halves: Set<String> = [], metadata: [String: String] = [:]) {
    self.arrays = arrays
    self.halves = halves
    self.metadata = metadata
  }

  /// The header's entry for an array.
  private struct Entry: Codable {
    let dtype: String
    let shape: [Int]
    let offsets: [Int]

    enum CodingKeys: String, CodingKey {
      case dtype, shape
      case offsets = "data_offsets"
    }
  }

  /// Either an entry or the metadata.
  private enum Item: Codable {
    case array(Entry)
    case metadata([String: String])

    init(from decoder: any Decoder) throws {
      if decoder.codingPath.last?.stringValue == SafetensorsFile.metadataKey {
        self = .metadata(try [String: String](from: decoder))
      } else {
        self = .array(try Entry(from: decoder))
      }
    }

    func encode(to encoder: any Encoder) throws {
      switch self {
      case .array(let entry): try entry.encode(to: encoder)
      case .metadata(let texts): try texts.encode(to: encoder)
      }
    }
  }

  private static let metadataKey = "__metadata__"

  /// The bytes of the file: a function of the arrays and the metadata alone.
  package func data() throws -> Data {
    var items: [String: Item] = metadata.isEmpty ? [:] : [Self.metadataKey: .metadata(metadata)]
    var offset = 0
    for array in arrays {
      let isHalf = halves.contains(array.name)
      let end = offset + (isHalf ? 2 : 4) * array.values.count
      items[array.name] = .array(Entry(dtype: isHalf ? "F16" : "F32", shape: array.shape, offsets: [offset, end]))
      offset = end
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var header = try encoder.encode(items)
    header.append(contentsOf: [UInt8](repeating: 0x20, count: (8 - header.count % 8) % 8))

    var file = Data(capacity: 8 + header.count + offset)
    let length = UInt64(header.count)
    file.append(contentsOf: (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) })
    file.append(header)
    for array in arrays {
      if halves.contains(array.name) {
        let littleEndian = array.values.map { HalfPrecision.bits(of: $0).littleEndian }
        unsafe littleEndian.withUnsafeBytes { unsafe file.append(contentsOf: $0) }
        continue
      }
      let littleEndian = array.values.map(\.bitPattern.littleEndian)
      unsafe littleEndian.withUnsafeBytes { unsafe file.append(contentsOf: $0) }
    }
    return file
  }

  /// - Throws: ``NetworkError`` when the file is missing, cut off, or no safetensors file of float32 arrays.
  package init(readingFrom url: URL) throws(NetworkError) {
    try self.init(data: NetworkFolder.contents(of: url), path: url.path)
  }

  package init(data: Data, path: String) throws(NetworkError) {
    let bytes = [UInt8](data)
    func unreadable(_ reason: String) -> NetworkError { .unreadableFile(path: path, reason: reason) }
    guard bytes.count >= 8 else { throw .truncatedFile(path: path, expectedBytes: 8, foundBytes: bytes.count) }
    let length = (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[$1]) << (8 * $1) }
    guard length <= 100_000_000 else {
      throw unreadable("its header would have \(length) bytes: this is no safetensors file")
    }
    let body = 8 + Int(length)
    guard bytes.count >= body else {
      throw .truncatedFile(path: path, expectedBytes: body, foundBytes: bytes.count)
    }
    let items: [String: Item]
    do {
      items = try JSONDecoder().decode([String: Item].self, from: Data(bytes[8..<body]))
    } catch {
      throw unreadable("its header is no safetensors header: \(error.plainReason)")
    }

    var metadata: [String: String] = [:]
    var entries: [(name: String, shape: [Int], size: Int, from: Int, to: Int)] = []
    for (name, item) in items {
      switch item {
      case .metadata(let texts):
        metadata = texts
      case .array(let entry):
        let sizes = ["F32": 4, "F16": 2]
        guard let size = sizes[entry.dtype] else {
          throw unreadable("'\(name)' has type \(entry.dtype); expected F32 or F16")
        }
        guard entry.offsets.count == 2, let count = Self.count(entry.shape), entry.offsets[0] >= 0,
          entry.offsets[1] - entry.offsets[0] == size * count
        else {
          throw unreadable("'\(name)' of shape \(entry.shape) lies at \(entry.offsets), which do not agree")
        }
        entries.append((name, entry.shape, size, entry.offsets[0], entry.offsets[1]))
      }
    }
    let end = entries.map(\.to).max() ?? 0
    guard bytes.count - body >= end else {
      throw .truncatedFile(path: path, expectedBytes: body + end, foundBytes: bytes.count)
    }
    guard bytes.count - body == end else {
      throw unreadable("\(bytes.count - body - end) bytes follow its last array")
    }
    self.metadata = metadata
    halves = Set(entries.filter { $0.size == 2 }.map(\.name))
    arrays = entries.sorted { ($0.from, $0.name) < ($1.from, $1.name) }.map { entry in
      let values = (0..<(entry.to - entry.from) / entry.size).map { index in
        let place = body + entry.from + entry.size * index
        if entry.size == 2 { return HalfPrecision.value(of: UInt16(bytes[place]) | UInt16(bytes[place + 1]) << 8) }
        return Float(
          bitPattern: UInt32(bytes[place]) | UInt32(bytes[place + 1]) << 8 | UInt32(bytes[place + 2]) << 16
            | UInt32(bytes[place + 3]) << 24)
      }
      return WeightArray(name: entry.name, shape: entry.shape, values: values)
    }
  }

  /// The number of values of a shape; nil when it is negative or could not be addressed.
  private static func count(_ shape: [Int]) -> Int? {
    var product = 1
    for size in shape {
      let (next, overflow) = product.multipliedReportingOverflow(by: size)
      guard size >= 0, !overflow, next < 1 << 40 else { return nil }
      product = next
    }
    return product
  }
}
