import MRSCore

/// Why a file of arrays cannot be read or written.
public enum ArrayFileError: Error, Hashable, Sendable {
  /// The file is not there.
  case missing(file: String)
  /// The file cannot be read: what the system says.
  case unreadable(file: String, reason: String)
  /// The file does not begin as an HDF5 file does.
  case notHDF5(file: String)
  /// An HDF5 file as other programs write them, and what of it is unlike those of ``ArrayFileWriter``.
  case foreign(file: String, array: String?, reason: String)
  /// The file is cut short or altered: where it contradicts itself.
  case damaged(file: String, array: String?, reason: String)
  /// The file cannot be written: what HDF5 or the system says.
  case unwritable(file: String, array: String?, reason: String)
  /// The file has no array of this name, but these.
  case noSuchArray(file: String, array: String, known: [String])
  /// The array's elements are of another kind than was asked for.
  case wrongKind(file: String, array: String, found: String, expected: String)
  /// A file of another layout, or of another version of it; none found where it names none.
  case wrongLayout(file: String, found: String?, expected: String)
  /// Values that do not fill the shape, or a shape other than that of the rows already there.
  case wrongShape(file: String, array: String, found: [Int], expected: [Int])
  /// Rows that the array does not have.
  case rowsOutOfRange(file: String, array: String, rows: Range<Int>, count: Int)
  /// More arrays, or attributes of one of them, than a file has room for.
  case tooMany(file: String, count: Int, most: Int)
  /// A name that is empty, taken, or has a slash.
  case badName(file: String, name: String)
  /// A text that has a NUL character in it.
  case badText(file: String, name: String)
  /// The writer is finished.
  case closed(file: String)
}

extension ArrayFileError: CustomStringConvertible {
  public var description: String {
    func place(_ file: String, _ array: String?) -> String {
      array.map { "\(file): array '\($0.printable)'" } ?? file
    }
    switch self {
    case .missing(let file):
      return "\(file): there is no such file"
    case .unreadable(let file, let reason):
      return "\(file): cannot be read: \(reason)"
    case .foreign(let file, let array, let reason):
      return """
        \(place(file, array)): an HDF5 file that hepatica has not written (\(reason)); expected one of 'hepatica synthesize', \
        unchanged: synthesise it anew
        """
    case .notHDF5(let file):
      return "\(file): this is not an HDF5 file; expected one that hepatica has written"
    case .damaged(let file, let array, let reason):
      return "\(place(file, array)): the file is cut short or damaged (\(reason)); make it anew"
    case .unwritable(let file, let array, let reason):
      return "\(place(file, array)): cannot be written: \(reason)"
    case .noSuchArray(let file, let array, let known):
      return
        "\(file): there is no array '\(array)'; it has \(known.isEmpty ? "none" : known.joined(separator: ", ").printable)"
    case .wrongKind(let file, let array, let found, let expected):
      return "\(place(file, array)): its elements are \(found); expected \(expected)"
    case .wrongLayout(let file, let found, let expected):
      let what = found.map { "of the layout '\($0.printable)'" } ?? "of no named layout"
      return """
        \(file): is \(what); expected '\(expected)', as Documentation/SpectrumFiles.md describes it: synthesise it anew
        """
    case .wrongShape(let file, let array, let found, let expected):
      return "\(place(file, array)): the shape is \(found); expected \(expected)"
    case .rowsOutOfRange(let file, let array, let rows, let count):
      return "\(place(file, array)): rows \(rows) were asked for; it has \(count)"
    case .tooMany(let file, let count, let most):
      return "\(file): \(count) arrays, or attributes of one, were to be written; a file has \(most) at most"
    case .badName(let file, let name):
      return "\(file): '\(name)' cannot name an array; expected a new name, not empty, without '/'"
    case .badText(let file, let name):
      return "\(file): the text '\(name)' has a NUL character in it, which HDF5 cannot store"
    case .closed(let file):
      return "\(file): the file is finished; nothing can be added"
    }
  }
}
