import Foundation

/// Why the system does not open, read or write a file.
package enum FileFailure: Error, Hashable, CustomStringConvertible {
  case system(Int32)
  /// A folder, pipe or device.
  case notRegular
  /// More bytes than a file of the kind has.
  case tooLong(bytes: Int, most: Int)

  package static var last: FileFailure { .system(errno) }

  package var description: String {
    switch self {
    case .system(ENOENT): "there is no such file"
    case .system(let number): unsafe String(cString: strerror(number)).lowercased()
    case .notRegular: "it is not a regular file"
    case .tooLong(let bytes, let most): "it has \(bytes) bytes; expected at most \(most)"
    }
  }
}
