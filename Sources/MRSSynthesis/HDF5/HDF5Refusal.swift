/// Why the structure of an HDF5 file is not read.
enum HDF5Refusal: Error {
  /// The file is cut short, or bytes of it have changed.
  case damaged(String)
  /// It may be a good HDF5 file, but is none of those that ``ArrayFileWriter`` makes.
  case foreign(String)
}
