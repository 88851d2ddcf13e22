import Foundation

/// Why the system does not open, read or write a file.
package enum FileFailure: Error, Hashable, CustomStringConvertible {
  case system(Int32)
  /// A folder, pipe or device.
  case notRegular

  package static var last: FileFailure { .system(errno) }

  package var description: String {
    switch self {
    case .system(let number): unsafe String(cString: strerror(number)).lowercased()
    case .notRegular: "it is not a regular file"
    }
  }
}
