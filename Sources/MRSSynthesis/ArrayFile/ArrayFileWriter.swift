import CHDF5
import Foundation

/// Writes named arrays, texts and attributes to an HDF5 file that appears under its name only when it is finished.
///
/// Arrays are stored in chunks of whole rows (axis 0) with a checksum each, and can grow row by row in bounded memory.
/// The bytes of the file are a function of what is written: no times are stored, the file's format is that of HDF5
/// 1.10, and the size of the pieces in which an array is appended does not matter.
public final class ArrayFileWriter {
  private final class Growing {
    let dataset: HDF5Identifier
    let kind: ArrayElementKind
    let rowShape: [Int]
    let chunkRows: Int
    var rows = 0
    /// Rows that do not fill a chunk yet, as they are in memory.
    var pending: [UInt8] = []

    var rowSize: Int { rowShape.reduce(kind.size, *) }

    init(dataset: consuming HDF5Identifier, kind: ArrayElementKind, rowShape: [Int], chunkRows: Int) {
      self.dataset = dataset
      self.kind = kind
      self.rowShape = rowShape
      self.chunkRows = chunkRows
    }
  }

  /// The size of a chunk, in bytes, unless a row is larger or the writer is told otherwise.
  private static let chunkSize = 1 << 16

  private let destination: URL
  private let work: URL
  private var file: hid_t
  private var arrays: [String: Growing] = [:]
  private var order: [String] = []
  private var isOpen = true

  private var name: String { destination.lastPathComponent }

  /// Begins a file beside its destination.
  ///
  /// - Throws: ``ArrayFileError/unwritable(file:array:reason:)``.
  public init(to destination: URL) throws(ArrayFileError) {
    self.destination = destination
    let work = destination.deletingLastPathComponent()
      .appending(path: ".\(destination.lastPathComponent).\(UUID().uuidString.prefix(8)).unfinished")
    self.work = work
    file = try HDF5.exclusively { () throws(ArrayFileError) in
      guard let creation = HDF5Identifier(HepHDF5NewFileProperties(), H5Pclose),
        let access = HDF5Identifier(HepHDF5FileAccess(), H5Pclose),
        H5Pset_obj_track_times(creation.id, false) >= 0,
        H5Pset_libver_bounds(access.id, H5F_LIBVER_V110, H5F_LIBVER_V110) >= 0,
        H5Pset_fclose_degree(access.id, H5F_CLOSE_STRONG) >= 0
      else { throw .unwritable(file: destination.lastPathComponent, array: nil, reason: HDF5.lastError) }
      let file = unsafe H5Fcreate(work.path, HepHDF5New(), creation.id, access.id)
      guard file >= 0 else {
        throw .unwritable(file: destination.lastPathComponent, array: nil, reason: HDF5.lastError)
      }
      return file
    }
  }

  deinit { discard() }

  /// Writes a whole array, flat in row-major order.
  ///
  /// - Throws: ``ArrayFileError``.
  public func write<Element: ArrayElement>(
    _ values: [Element], shape: [Int], to array: String, chunkRows: Int? = nil
  ) throws(ArrayFileError) {
    guard !shape.isEmpty, shape.allSatisfy({ $0 >= 0 }), shape.reduce(1, *) == values.count else {
      throw .wrongShape(file: name, array: array, found: [values.count], expected: shape)
    }
    guard arrays[array] == nil else { throw .badName(file: name, name: array) }
    try append(values, rowShape: Array(shape[1...]), to: array, chunkRows: chunkRows)
  }

  /// Appends rows, flat in row-major order, to an array that the first call makes.
  ///
  /// - Parameters:
  ///   - rowShape: The shape of a row: that of the array without axis 0.
  ///   - chunkRows: The rows of a chunk, by default as many as fit into 64 KiB; read at the first call only.
  /// - Throws: ``ArrayFileError``.
  public func append<Element: ArrayElement>(
    _ values: [Element], rowShape: [Int], to array: String, chunkRows: Int? = nil
  ) throws(ArrayFileError) {
    guard isOpen else { throw .closed(file: name) }
    let rowCount = rowShape.reduce(1, *)
    guard rowShape.allSatisfy({ $0 >= 1 }), values.count.isMultiple(of: rowCount) else {
      throw .wrongShape(file: name, array: array, found: [values.count], expected: [-1] + rowShape)
    }
    try HDF5.exclusively { () throws(ArrayFileError) in
      let growing: Growing
      if let existing = arrays[array] {
        growing = existing
      } else {
        growing = try make(array, Element.elementKind, rowShape, chunkRows)
      }
      guard growing.kind == Element.elementKind else {
        throw .wrongKind(
          file: name, array: array, found: Element.elementKind.rawValue, expected: growing.kind.rawValue)
      }
      guard growing.rowShape == rowShape else {
        throw .wrongShape(file: name, array: array, found: [-1] + rowShape, expected: [-1] + growing.rowShape)
      }
      unsafe values.withUnsafeBytes { bytes in unsafe growing.pending.append(contentsOf: bytes) }
      try flush(growing, array, last: false)
    }
  }

  /// Writes texts as an array of UTF-8 strings of one length, the shorter filled up with zero bytes.
  ///
  /// - Throws: ``ArrayFileError``.
  public func write(texts: [String], to array: String) throws(ArrayFileError) {
    guard isOpen else { throw .closed(file: name) }
    guard arrays[array] == nil else { throw .badName(file: name, name: array) }
    let (bytes, length) = try fixedLength(texts, name: array)
    try HDF5.exclusively { () throws(ArrayFileError) in
      guard let type = Self.textType(length: length) else { throw failure(array) }
      let dataset = try makeDataset(
        array, type: type.id, dims: [texts.count], maximum: [nil], chunk: [max(texts.count, 1)])
      let status = unsafe H5Dwrite(
        dataset.id, type.id, HepHDF5Everything(), HepHDF5Everything(), HepHDF5Default(), bytes)
      guard status >= 0 else { throw failure(array) }
    }
  }

  /// Attaches a text or number to an array, or to the file where none is named.
  ///
  /// - Throws: ``ArrayFileError``.
  public func set(_ value: ArrayAttribute, for key: String, of array: String? = nil) throws(ArrayFileError) {
    guard isOpen else { throw .closed(file: name) }
    guard !key.isEmpty, !key.contains("\0") else { throw .badName(file: name, name: key) }
    switch value {
    case .text(let text):
      let (bytes, length) = try fixedLength([text], name: key)
      try HDF5.exclusively { () throws(ArrayFileError) in
        guard let type = Self.textType(length: length) else { throw failure(array) }
        try attach(bytes, key, of: array, fileType: type.id, memoryType: type.id)
      }
    case .number(let number):
      try HDF5.exclusively { () throws(ArrayFileError) in
        try attach([number], key, of: array, fileType: HepHDF5FileDouble(), memoryType: HepHDF5NativeDouble())
      }
    case .integer(let integer):
      try HDF5.exclusively { () throws(ArrayFileError) in
        try attach([Int64(integer)], key, of: array, fileType: HepHDF5FileInt64(), memoryType: HepHDF5NativeInt64())
      }
    }
  }

  /// Writes what is pending and gives the file its name, replacing a file that had it.
  ///
  /// - Throws: ``ArrayFileError``.
  public func finish() throws(ArrayFileError) {
    guard isOpen else { throw .closed(file: name) }
    try HDF5.exclusively { () throws(ArrayFileError) in
      for array in order {
        if let growing = arrays[array] { try flush(growing, array, last: true) }
        // Closing writes the cached chunks: in order of the arrays, for the order of a dictionary differs from run to run
        // and with it the place of every chunk in the file.
        arrays[array] = nil
      }
      guard H5Fflush(file, H5F_SCOPE_GLOBAL) >= 0 else { throw failure(nil) }
      isOpen = false
      guard H5Fclose(file) >= 0 else { throw failure(nil) }
    }
    guard unsafe rename(work.path, destination.path) == 0 else {
      let reason = unsafe String(cString: strerror(errno))
      try? FileManager.default.removeItem(at: work)
      throw .unwritable(file: name, array: nil, reason: reason)
    }
  }

  /// Removes what is written, unless the file is finished.
  public func discard() {
    HDF5.exclusively {
      arrays = [:]
      guard isOpen else { return }
      isOpen = false
      _ = H5Fclose(file)
    }
    try? FileManager.default.removeItem(at: work)
  }

  private func failure(_ array: String?) -> ArrayFileError {
    .unwritable(file: name, array: array, reason: HDF5.lastError)
  }

  private func make(
    _ array: String, _ kind: ArrayElementKind, _ rowShape: [Int], _ chunkRows: Int?
  ) throws(ArrayFileError) -> Growing {
    let rows = max(1, chunkRows ?? Self.chunkSize / rowShape.reduce(kind.size, *))
    let dataset = try makeDataset(
      array, type: kind.fileType, dims: [0] + rowShape, maximum: [nil] + rowShape, chunk: [rows] + rowShape)
    let growing = Growing(dataset: dataset, kind: kind, rowShape: rowShape, chunkRows: rows)
    arrays[array] = growing
    order.append(array)
    return growing
  }

  private func makeDataset(
    _ array: String, type: hid_t, dims: [Int], maximum: [Int?], chunk: [Int]
  ) throws(ArrayFileError) -> HDF5Identifier {
    guard !array.isEmpty, array != ".", !array.contains("/"), !array.contains("\0"),
      unsafe H5Lexists(file, array, HepHDF5Default()) <= 0
    else { throw .badName(file: name, name: array) }
    let limits = maximum.map { $0.map { hsize_t($0) } ?? HepHDF5Unlimited() }
    guard
      let space = unsafe HDF5Identifier(
        H5Screate_simple(Int32(dims.count), dims.map { hsize_t($0) }, limits), H5Sclose),
      let creation = HDF5Identifier(HepHDF5NewDatasetProperties(), H5Pclose),
      H5Pset_obj_track_times(creation.id, false) >= 0,
      unsafe H5Pset_chunk(creation.id, Int32(chunk.count), chunk.map { hsize_t($0) }) >= 0,
      H5Pset_fletcher32(creation.id) >= 0,
      // Without it the unused end of the last chunk is whatever was in memory, and the same content gives other bytes.
      H5Pset_fill_time(creation.id, H5D_FILL_TIME_ALLOC) >= 0,
      let dataset = unsafe HDF5Identifier(
        H5Dcreate2(file, array, type, space.id, HepHDF5Default(), creation.id, HepHDF5Default()), H5Dclose)
    else { throw failure(array) }
    return dataset
  }

  /// Writes pending rows chunk by chunk; those that do not fill one only at the last.
  private func flush(_ growing: Growing, _ array: String, last: Bool) throws(ArrayFileError) {
    var offset = 0
    let total = growing.pending.count / growing.rowSize
    while total - offset >= growing.chunkRows || (last && offset < total) {
      let count = min(growing.chunkRows, total - offset)
      try write(rows: count, at: offset * growing.rowSize, of: growing, array)
      offset += count
    }
    growing.pending.removeFirst(offset * growing.rowSize)
  }

  private func write(rows: Int, at offset: Int, of growing: Growing, _ array: String) throws(ArrayFileError) {
    let extent = ([growing.rows + rows] + growing.rowShape).map { hsize_t($0) }
    let start = [hsize_t(growing.rows)] + growing.rowShape.map { _ in 0 }
    let count = ([rows] + growing.rowShape).map { hsize_t($0) }
    guard unsafe H5Dset_extent(growing.dataset.id, extent) >= 0,
      let target = HDF5Identifier(H5Dget_space(growing.dataset.id), H5Sclose),
      unsafe H5Sselect_hyperslab(target.id, H5S_SELECT_SET, start, nil, count, nil) >= 0,
      let source = unsafe HDF5Identifier(H5Screate_simple(Int32(count.count), count, nil), H5Sclose)
    else { throw failure(array) }
    let status = unsafe growing.pending.withUnsafeBytes { bytes in
      unsafe H5Dwrite(
        growing.dataset.id, growing.kind.memoryType, source.id, target.id, HepHDF5Default(),
        bytes.baseAddress.map { unsafe $0 + offset })
    }
    guard status >= 0 else { throw failure(array) }
    growing.rows += rows
  }

  private func attach<Element: BitwiseCopyable>(
    _ value: [Element], _ key: String, of array: String?, fileType: hid_t, memoryType: hid_t
  ) throws(ArrayFileError) {
    let target = array ?? "."
    guard unsafe array == nil || H5Lexists(file, target, HepHDF5Default()) > 0 else {
      throw .noSuchArray(file: name, array: target, known: order)
    }
    guard unsafe H5Aexists_by_name(file, target, key, HepHDF5Default()) <= 0 else {
      throw .badName(file: name, name: key)
    }
    guard let space = HDF5Identifier(H5Screate(H5S_SCALAR), H5Sclose),
      let attribute = unsafe HDF5Identifier(
        H5Acreate_by_name(
          file, target, key, fileType, space.id, HepHDF5Default(), HepHDF5Default(), HepHDF5Default()), H5Aclose),
      unsafe H5Awrite(attribute.id, memoryType, value) >= 0
    else { throw failure(array) }
  }

  /// The texts one after another, filled up with zero bytes to the longest.
  private func fixedLength(_ texts: [String], name key: String) throws(ArrayFileError) -> (bytes: [UInt8], length: Int)
  {
    guard !texts.contains(where: { $0.utf8.contains(0) }) else { throw .badText(file: name, name: key) }
    let length = max(1, texts.map(\.utf8.count).max() ?? 1)
    let bytes = texts.flatMap { Array($0.utf8) + [UInt8](repeating: 0, count: length - $0.utf8.count) }
    return (bytes, length)
  }

  private static func textType(length: Int) -> HDF5Identifier? {
    guard let type = HDF5Identifier(H5Tcopy(HepHDF5String()), H5Tclose), H5Tset_size(type.id, length) >= 0,
      H5Tset_cset(type.id, H5T_CSET_UTF8) >= 0, H5Tset_strpad(type.id, H5T_STR_NULLPAD) >= 0
    else { return nil }
    return type
  }
}
