import CHDF5
import Foundation

/// The structure of an HDF5 file made before its numbers, every array in one piece of the file.
///
/// The bytes are a function of the layout: no times are stored, and the file's format is that of HDF5 1.8, which
/// every reader since 2008 knows.
enum ArrayFileStructure {
  /// Makes the file, its arrays of numbers unwritten.
  /// - Throws: ``ArrayFileError/unwritable(file:array:reason:)``.
  static func make(_ layout: ArrayFileLayout, at url: URL, name: String) throws(ArrayFileError) {
    try HDF5.exclusively { () throws(ArrayFileError) in
      func failure(_ array: String?) -> ArrayFileError {
        .unwritable(file: name, array: array, reason: HDF5.lastError)
      }
      guard let creation = HDF5Identifier(HepHDF5NewFileProperties(), H5Pclose),
        let access = HDF5Identifier(HepHDF5FileAccess(), H5Pclose),
        H5Pset_obj_track_times(creation.id, false) >= 0,
        H5Pset_libver_bounds(access.id, H5F_LIBVER_V18, H5F_LIBVER_V18) >= 0,
        H5Pset_fclose_degree(access.id, H5F_CLOSE_STRONG) >= 0,
        let file = unsafe HDF5Identifier(
          H5Fcreate(url.path, HepHDF5New(), creation.id, access.id), H5Fclose)
      else { throw failure(nil) }
      for array in layout.texts {
        let (bytes, length) = fixedLength(array.values)
        guard let type = textType(length: length) else { throw failure(array.name) }
        let dataset = try makeDataset(array.name, type: type.id, shape: [array.values.count], in: file.id, failure)
        guard
          unsafe H5Dwrite(dataset.id, type.id, HepHDF5Everything(), HepHDF5Everything(), HepHDF5Default(), bytes) >= 0
        else { throw failure(array.name) }
      }
      for array in layout.numbers {
        let dataset = try makeDataset(array.name, type: array.kind.fileType, shape: array.shape, in: file.id, failure)
        for (key, value) in array.attributes.sorted(by: { $0.key < $1.key }) {
          guard attach(value, key, to: dataset.id) else { throw failure(array.name) }
        }
      }
      for (key, value) in layout.attributes.sorted(by: { $0.key < $1.key }) {
        guard attach(value, key, to: file.id) else { throw failure(nil) }
      }
      guard H5Fflush(file.id, H5F_SCOPE_GLOBAL) >= 0 else { throw failure(nil) }
    }
  }

  private static func makeDataset(
    _ name: String, type: hid_t, shape: [Int], in file: hid_t, _ failure: (String?) -> ArrayFileError
  ) throws(ArrayFileError) -> HDF5Identifier {
    guard
      let space = unsafe HDF5Identifier(H5Screate_simple(Int32(shape.count), shape.map { hsize_t($0) }, nil), H5Sclose),
      let creation = HDF5Identifier(HepHDF5NewDatasetProperties(), H5Pclose),
      H5Pset_obj_track_times(creation.id, false) >= 0,
      H5Pset_layout(creation.id, H5D_CONTIGUOUS) >= 0,
      H5Pset_alloc_time(creation.id, H5D_ALLOC_TIME_EARLY) >= 0,
      H5Pset_fill_time(creation.id, H5D_FILL_TIME_NEVER) >= 0,
      let dataset = unsafe HDF5Identifier(
        H5Dcreate2(file, name, type, space.id, HepHDF5Default(), creation.id, HepHDF5Default()), H5Dclose)
    else { throw failure(name) }
    return dataset
  }

  private static func attach(_ value: ArrayAttribute, _ key: String, to target: hid_t) -> Bool {
    switch value {
    case .text(let text):
      let (bytes, length) = fixedLength([text])
      guard let type = textType(length: length) else { return false }
      return attach(bytes, key, to: target, fileType: type.id, memoryType: type.id)
    case .number(let number):
      return attach([number], key, to: target, fileType: HepHDF5FileDouble(), memoryType: HepHDF5NativeDouble())
    case .integer(let integer):
      return attach([Int64(integer)], key, to: target, fileType: HepHDF5FileInt64(), memoryType: HepHDF5NativeInt64())
    }
  }

  private static func attach<Element: BitwiseCopyable>(
    _ value: [Element], _ key: String, to target: hid_t, fileType: hid_t, memoryType: hid_t
  ) -> Bool {
    guard let space = HDF5Identifier(H5Screate(H5S_SCALAR), H5Sclose),
      let attribute = unsafe HDF5Identifier(
        H5Acreate2(target, key, fileType, space.id, HepHDF5Default(), HepHDF5Default()), H5Aclose)
    else { return false }
    return unsafe H5Awrite(attribute.id, memoryType, value) >= 0
  }

  /// The texts one after another, filled up with zero bytes to the longest.
  private static func fixedLength(_ texts: [String]) -> (bytes: [UInt8], length: Int) {
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
