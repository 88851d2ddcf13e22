import Foundation
import MRSCore

/// An HDF5 file of named arrays, texts and attributes as ``ArrayFileWriter`` leaves it, open for reading.
///
/// Its structure is read by this package, not by the HDF5 library, which trusts what a file says of itself
/// (Documentation/Decisions/0023): every address and length is held against the size of the file, and every checksum tested,
/// before it is used.
public struct ArrayFile: Sendable {
  /// The names of the arrays, in lexical order.
  public let names: [String]
  private let arrays: [String: HDF5Array]
  private let attributes: HDF5Attributes
  private let file: HDF5File
  private let name: String

  /// The version of the HDF5 library, which makes the structure of files that are written, as `1.10.8`.
  public static var libraryVersion: String { HDF5.exclusively { HDF5.version } }

  /// - Throws: ``ArrayFileError``.
  public init(contentsOf url: URL) throws(ArrayFileError) {
    let name = url.lastPathComponent
    let bytes: RandomAccessFile
    do {
      bytes = try RandomAccessFile(url)
    } catch {
      throw error == .system(ENOENT) ? .missing(file: name) : .unreadable(file: name, reason: "\(error)")
    }
    guard HDF5File.recognises(bytes) else { throw .notHDF5(file: name) }
    var place: String?
    do {
      let file = try HDF5File(bytes)
      let group = try HDF5Object(at: file.root, in: file)
      var arrays: [String: HDF5Array] = [:]
      for (array, address) in try HDF5Links(of: group, in: file).addresses.sorted(by: { $0.value < $1.value }) {
        place = array
        arrays[array] = try HDF5Array(HDF5Object(at: address, in: file), in: file)
      }
      place = nil
      attributes = try HDF5Attributes(of: group, in: file)
      names = arrays.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      self.arrays = arrays
      self.file = file
    } catch {
      throw Self.error(error, file: name, array: place)
    }
    self.name = name
  }

  /// The shape of an array; of texts, their number.
  ///
  /// - Throws: ``ArrayFileError/noSuchArray(file:array:known:)``.
  public func shape(of array: String) throws(ArrayFileError) -> [Int] { try found(array).shape }

  /// All elements of an array, flat in row-major order.
  ///
  /// - Throws: ``ArrayFileError``.
  public func read<Element: ArrayElement>(
    _ array: String, as type: Element.Type = Element.self
  ) throws(ArrayFileError) -> [Element] {
    let rows = try shape(of: array).first ?? 0
    return try read(array, rows: 0..<rows)
  }

  /// The elements of some rows (axis 0) of an array, flat in row-major order.
  ///
  /// - Throws: ``ArrayFileError``.
  public func read<Element: ArrayElement>(
    _ array: String, rows: Range<Int>, as type: Element.Type = Element.self
  ) throws(ArrayFileError) -> [Element] {
    let found = try found(array)
    guard found.type == Element.elementKind.fileForm else {
      throw .wrongKind(
        file: name, array: array, found: found.type.description, expected: Element.elementKind.rawValue)
    }
    guard let count = found.shape.first, rows.lowerBound >= 0, rows.upperBound <= count else {
      throw .rowsOutOfRange(file: name, array: array, rows: rows, count: found.shape.first ?? 0)
    }
    let row = found.shape.dropFirst().reduce(1, *)
    var values = [Element](repeating: 0, count: rows.count * row)
    guard let address = found.address, !values.isEmpty else { return [] }
    let refusal = unsafe values.withUnsafeMutableBytes { target in
      unsafe file.read(into: target, at: address + rows.lowerBound * row * found.type.size)
    }
    if let refusal { throw Self.error(refusal, file: name, array: array) }
    return values
  }

  /// The texts of an array of strings.
  ///
  /// - Throws: ``ArrayFileError``.
  public func texts(_ array: String) throws(ArrayFileError) -> [String] {
    let found = try found(array)
    guard case .text(let length) = found.type else {
      throw .wrongKind(
        file: name, array: array, found: "numbers or texts of varying length", expected: "texts of one length")
    }
    guard let address = found.address else { return [] }
    do {
      let count = found.shape.reduce(1, *)
      var bytes = try file.bytes(at: address, count: count * length, "an array of texts")
      var texts: [String] = []
      for _ in 0..<count {
        texts.append(String(decoding: try bytes.take(length).prefix { $0 != 0 }, as: UTF8.self))
      }
      return texts
    } catch {
      throw Self.error(error, file: name, array: array)
    }
  }

  /// A text or number attached to an array, or to the file where none is named; nil where there is none.
  ///
  /// - Throws: ``ArrayFileError``.
  public func attribute(_ key: String, of array: String? = nil) throws(ArrayFileError) -> ArrayAttribute? {
    let attributes = try array.map { name throws(ArrayFileError) in try found(name).attributes } ?? attributes
    guard !attributes.others.contains(key) else {
      throw .wrongKind(file: name, array: key, found: "neither", expected: "a single text of fixed length or number")
    }
    return attributes.values[key]
  }

  /// Where in the file the elements of an array begin; nil where there are none.
  func address(of array: String) -> Int? { arrays[array]?.address }

  private func found(_ array: String) throws(ArrayFileError) -> HDF5Array {
    guard let found = arrays[array] else { throw .noSuchArray(file: name, array: array, known: names) }
    return found
  }

  private static func error(_ refusal: HDF5Refusal, file: String, array: String?) -> ArrayFileError {
    switch refusal {
    case .damaged(let reason): .damaged(file: file, array: array, reason: reason)
    case .foreign(let reason): .foreign(file: file, array: array, reason: reason)
    }
  }
}
