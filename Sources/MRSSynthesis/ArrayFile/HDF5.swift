import CHDF5
import Synchronization

/// The HDF5 library, entered by one task at a time: not every build of it is safe for threads.
enum HDF5 {
  private static let entry = Mutex(())

  /// Runs `body` with the library to itself and silent.
  static func exclusively<Output, Failure: Error>(_ body: () throws(Failure) -> Output) throws(Failure) -> Output {
    try entry.withLock { _ throws(Failure) in
      _ = isPrepared
      HepHDF5Silence()
      return try body()
    }
  }

  /// The library does nothing at the end of the process: it would close once more, and fault in, a file that a full disk has
  /// kept it from closing. Ours are all closed by then.
  private static let isPrepared = H5dont_atexit() >= 0

  /// The version of the library, as `1.10.8`.
  static var version: String {
    var (major, minor, release): (UInt32, UInt32, UInt32) = (0, 0, 0)
    unsafe H5get_libversion(&major, &minor, &release)
    return "\(major).\(minor).\(release)"
  }

  /// What the library says of its last failure.
  static var lastError: String {
    var text = [CChar](repeating: 0, count: 256)
    unsafe HepHDF5LastError(&text)
    let message = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return message.isEmpty
      ? "the disk may be full, or the file larger than the limit (ulimit -f)" : message
  }
}

/// An identifier of HDF5, closed when it goes out of scope.
struct HDF5Identifier: ~Copyable {
  let id: hid_t
  private let close: @Sendable (hid_t) -> herr_t

  /// Nil where the library gave no identifier.
  init?(_ id: hid_t, _ close: @escaping @Sendable (hid_t) -> herr_t) {
    guard id >= 0 else { return nil }
    self.id = id
    self.close = close
  }

  deinit { _ = close(id) }
}

extension ArrayElementKind {
  /// The type of the elements in the file: little-endian on every machine.
  var fileType: hid_t {
    switch self {
    case .float32: HepHDF5FileFloat()
    case .float64: HepHDF5FileDouble()
    }
  }

  /// How the elements are told in a file.
  var fileForm: HDF5Type {
    switch self {
    case .float32: .float32
    case .float64: .float64
    }
  }

  /// The bytes of an element.
  var size: Int {
    switch self {
    case .float32: 4
    case .float64: 8
    }
  }
}
