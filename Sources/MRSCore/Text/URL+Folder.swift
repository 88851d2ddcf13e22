import Foundation

extension URL {
  /// True where the file system has a folder by this name; of a link, the link itself is looked at.
  package var isFolder: Bool { (try? resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory == true }
}
