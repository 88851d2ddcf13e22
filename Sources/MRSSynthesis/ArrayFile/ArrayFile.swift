import CHDF5
import Foundation

/// An HDF5 file of named arrays, texts and attributes, open for reading.
public final class ArrayFile: Sendable {
  /// The names of the arrays, in lexical order.
  public let names: [String]
  private let file: hid_t
  private let name: String
  private let fileSize: Int

  /// The version of the HDF5 library, as `1.10.8`.
  public static var libraryVersion: String { HDF5.exclusively { HDF5.version } }

  /// - Throws: ``ArrayFileError``.
  public init(contentsOf url: URL) throws(ArrayFileError) {
    let name = url.lastPathComponent
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: url.resolvingSymlinksInPath().path),
      let size = attributes[.size] as? Int
    else { throw .missing(file: name) }
    let (file, names) = try HDF5.exclusively { () throws(ArrayFileError) -> (hid_t, [String]) in
      guard unsafe H5Fis_hdf5(url.path) > 0 else { throw .notHDF5(file: name) }
      guard let access = HDF5Identifier(HepHDF5FileAccess(), H5Pclose),
        H5Pset_fclose_degree(access.id, H5F_CLOSE_STRONG) >= 0
      else { throw .damaged(file: name, array: nil, reason: HDF5.lastError) }
      let file = unsafe H5Fopen(url.path, HepHDF5ReadOnly(), access.id)
      guard file >= 0 else { throw .damaged(file: name, array: nil, reason: HDF5.lastError) }
      guard let names = Self.names(in: file) else {
        let reason = HDF5.lastError
        _ = H5Fclose(file)
        throw .damaged(file: name, array: nil, reason: reason)
      }
      return (file, names)
    }
    self.name = name
    self.file = file
    self.names = names
    fileSize = size
  }

  deinit { HDF5.exclusively { _ = H5Fclose(file) } }

  /// The shape of an array; of texts, their number.
  ///
  /// - Throws: ``ArrayFileError``.
  public func shape(of array: String) throws(ArrayFileError) -> [Int] {
    try HDF5.exclusively { () throws(ArrayFileError) in
      let dataset = try open(array)
      return try shape(of: dataset, array)
    }
  }

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
    try HDF5.exclusively { () throws(ArrayFileError) in
      let dataset = try open(array)
      try requireKind(Element.elementKind, of: dataset, array)
      let shape = try shape(of: dataset, array)
      guard let count = shape.first, rows.lowerBound >= 0, rows.upperBound <= count else {
        throw .rowsOutOfRange(file: name, array: array, rows: rows, count: shape.first ?? 0)
      }
      let block = [rows.count] + shape[1...]
      let total = try elementCount(block, size: Element.elementKind.size, array)
      guard total > 0 else { return [] }
      let start = [hsize_t(rows.lowerBound)] + shape[1...].map { _ in 0 }
      let size = block.map { hsize_t($0) }
      guard let source = HDF5Identifier(H5Dget_space(dataset.id), H5Sclose),
        unsafe H5Sselect_hyperslab(source.id, H5S_SELECT_SET, start, nil, size, nil) >= 0,
        let target = unsafe HDF5Identifier(H5Screate_simple(Int32(size.count), size, nil), H5Sclose)
      else { throw damaged(array) }
      var values = [Element](repeating: 0, count: total)
      let status = unsafe values.withUnsafeMutableBytes { bytes in
        unsafe H5Dread(
          dataset.id, Element.elementKind.memoryType, target.id, source.id, HepHDF5Default(), bytes.baseAddress)
      }
      guard status >= 0 else { throw damaged(array) }
      return values
    }
  }

  /// The texts of an array of strings.
  ///
  /// - Throws: ``ArrayFileError``.
  public func texts(_ array: String) throws(ArrayFileError) -> [String] {
    try HDF5.exclusively { () throws(ArrayFileError) in
      let dataset = try open(array)
      guard let type = HDF5Identifier(H5Dget_type(dataset.id), H5Tclose) else { throw damaged(array) }
      guard H5Tget_class(type.id) == H5T_STRING, H5Tis_variable_str(type.id) == 0 else {
        throw .wrongKind(
          file: name, array: array, found: "numbers or texts of varying length", expected: "texts of one length")
      }
      let count = try shape(of: dataset, array).reduce(1, *)
      let length = H5Tget_size(type.id)
      var bytes = [UInt8](repeating: 0, count: try elementCount([count, length], size: 1, array))
      let status = unsafe H5Dread(
        dataset.id, type.id, HepHDF5Everything(), HepHDF5Everything(), HepHDF5Default(), &bytes)
      guard status >= 0 else { throw damaged(array) }
      return (0..<count).map { Self.text(bytes[($0 * length)..<(($0 + 1) * length)]) }
    }
  }

  /// A text or number attached to an array, or to the file where none is named; nil where there is none.
  ///
  /// - Throws: ``ArrayFileError``.
  public func attribute(_ key: String, of array: String? = nil) throws(ArrayFileError) -> ArrayAttribute? {
    try HDF5.exclusively { () throws(ArrayFileError) in
      if let array, !names.contains(array) { throw .noSuchArray(file: name, array: array, known: names) }
      let target = array ?? "."
      let exists = unsafe H5Aexists_by_name(file, target, key, HepHDF5Default())
      guard exists != 0 else { return nil }
      guard exists > 0,
        let attribute = unsafe HDF5Identifier(
          H5Aopen_by_name(file, target, key, HepHDF5Default(), HepHDF5Default()), H5Aclose),
        let type = HDF5Identifier(H5Aget_type(attribute.id), H5Tclose),
        let space = HDF5Identifier(H5Aget_space(attribute.id), H5Sclose)
      else { throw damaged(array) }
      let unknown = ArrayFileError.wrongKind(
        file: name, array: key, found: "neither", expected: "a single text of fixed length or number")
      guard H5Sget_simple_extent_npoints(space.id) == 1 else { throw unknown }
      switch H5Tget_class(type.id) {
      case H5T_STRING where H5Tis_variable_str(type.id) == 0:
        var bytes = [UInt8](repeating: 0, count: try elementCount([H5Tget_size(type.id)], size: 1, key))
        guard unsafe H5Aread(attribute.id, type.id, &bytes) >= 0 else { throw damaged(array) }
        return .text(Self.text(bytes[...]))
      case H5T_FLOAT:
        var number = 0.0
        guard unsafe H5Aread(attribute.id, HepHDF5NativeDouble(), &number) >= 0 else { throw damaged(array) }
        return .number(number)
      case H5T_INTEGER:
        var integer: Int64 = 0
        guard unsafe H5Aread(attribute.id, HepHDF5NativeInt64(), &integer) >= 0 else { throw damaged(array) }
        return .integer(Int(integer))
      default: throw unknown
      }
    }
  }

  private func damaged(_ array: String?) -> ArrayFileError {
    .damaged(file: name, array: array, reason: HDF5.lastError)
  }

  private func open(_ array: String) throws(ArrayFileError) -> HDF5Identifier {
    guard names.contains(array) else { throw .noSuchArray(file: name, array: array, known: names) }
    guard let dataset = unsafe HDF5Identifier(H5Dopen2(file, array, HepHDF5Default()), H5Dclose) else {
      throw damaged(array)
    }
    return dataset
  }

  private func shape(of dataset: borrowing HDF5Identifier, _ array: String) throws(ArrayFileError) -> [Int] {
    guard let space = HDF5Identifier(H5Dget_space(dataset.id), H5Sclose) else { throw damaged(array) }
    let rank = H5Sget_simple_extent_ndims(space.id)
    guard rank >= 0 else { throw damaged(array) }
    var dims = [hsize_t](repeating: 0, count: Int(rank))
    guard unsafe H5Sget_simple_extent_dims(space.id, &dims, nil) >= 0 else { throw damaged(array) }
    return dims.map { Int(clamping: $0) }
  }

  private func requireKind(
    _ kind: ArrayElementKind, of dataset: borrowing HDF5Identifier, _ array: String
  ) throws(ArrayFileError) {
    guard let type = HDF5Identifier(H5Dget_type(dataset.id), H5Tclose) else { throw damaged(array) }
    let size = H5Tget_size(type.id)
    let isFloat = H5Tget_class(type.id) == H5T_FLOAT
    guard isFloat, size == kind.size else {
      let found = isFloat ? "float\(8 * size)" : "not floating-point numbers"
      throw .wrongKind(file: name, array: array, found: found, expected: kind.rawValue)
    }
  }

  /// The number of elements of a shape, if the file can hold them: deflate, the densest filter of HDF5 that is common,
  /// makes data at most 1032 times smaller (RFC 1951).
  private func elementCount(_ shape: [Int], size: Int, _ array: String) throws(ArrayFileError) -> Int {
    var count = 1
    for extent in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      guard !overflow, product <= 1032 * fileSize / size else {
        throw .implausibleSize(file: name, array: array, shape: shape)
      }
      count = product
    }
    return count
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }

  /// The names of the links of the root group, sorted; nil where they cannot be read.
  private static func names(in file: hid_t) -> [String]? {
    var names: [String] = []
    let status = unsafe withUnsafeMutablePointer(to: &names) { pointer in
      unsafe HepHDF5Visit(
        file,
        { name, context in
          guard let name = unsafe name, let context = unsafe context else { return }
          unsafe context.assumingMemoryBound(to: [String].self).pointee.append(String(cString: name))
        }, pointer)
    }
    return status < 0 ? nil : names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
