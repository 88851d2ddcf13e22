import Foundation

extension Data {
  /// The longest file of text or weights that is read whole, 256 MiB: what is longer in its place is a mistake, and would only be
  /// refused after minutes and gigabytes.
  package static let mostOfFile = 1 << 28

  /// All bytes of a regular file.
  ///
  /// A pipe, a device and a folder are refused before they are read, and so is a file of more than `most` bytes.
  /// - Throws: ``FileFailure``.
  package init(wholeFile url: URL, atMost most: Int = mostOfFile) throws(FileFailure) {
    let file = try RandomAccessFile(url)
    guard file.count <= most else { throw .tooLong(bytes: file.count, most: most) }
    guard let bytes = try file.bytes(at: 0, count: file.count) else { throw .system(EIO) }
    // What a system makes up as it is read, as files of /proc, has no length.
    guard try file.ends(at: file.count) else { throw .notRegular }
    self.init(bytes)
  }
}
