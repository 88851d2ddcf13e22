import Foundation

/// Reading of records, which are regular files: a pipe or a device in their place would be waited for without end.
enum RegularFile {
  /// - Throws: the system's reason, or that of a place where there is no regular file.
  static func data(of file: URL) throws -> Data {
    let type = try FileManager.default.attributesOfItem(atPath: file.resolvingSymlinksInPath().path)[.type]
    guard type as? FileAttributeType == .typeRegular else { throw CocoaError(.fileReadUnknown) }
    return try Data(contentsOf: file)
  }
}
