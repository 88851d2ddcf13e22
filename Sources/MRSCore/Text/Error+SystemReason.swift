import Foundation

extension Error {
  /// Why the system refused to read or write, in words for a message: the reason of the system call where it is known,
  /// never the domain and number of an error.
  public var systemReason: String {
    if let failure = self as? FileFailure { return failure.description }
    if let reason = Self.reason(of: self as NSError) { return reason }
    let text = localizedDescription
    return text.contains("Error Domain") || text.contains("ErrorDomain") ? "the system refused it" : text
  }

  private static func reason(of error: NSError) -> String? {
    if let underlying = error.userInfo[NSUnderlyingErrorKey] as? NSError, let reason = reason(of: underlying) {
      return reason
    }
    switch (error.domain, error.code) {
    case (NSPOSIXErrorDomain, let code): return unsafe String(cString: strerror(Int32(code))).lowercased()
    case (NSCocoaErrorDomain, 4), (NSCocoaErrorDomain, 260): return "there is no such file or folder"
    case (NSCocoaErrorDomain, 257), (NSCocoaErrorDomain, 513): return "permission denied"
    case (NSCocoaErrorDomain, 516): return "there is something by this name already"
    case (NSCocoaErrorDomain, 640): return "no space left on device"
    case (NSCocoaErrorDomain, 642): return "read-only file system"
    case (NSCocoaErrorDomain, 256), (NSCocoaErrorDomain, 512):
      return "the system refused it; the disk may be full, the file larger than the limit (ulimit -f), "
        + "or a folder on the way no folder"
    default: return nil
    }
  }
}
