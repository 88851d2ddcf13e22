import Foundation

extension SignalFile {
  /// Length from which a file is looked at before all of it is read, 1 GiB.
  private static let long = 1 << 30

  /// The digest of a file that is said to hold a signal.
  ///
  /// A long one must be a signal as far as its header tells: what is none would be read for minutes, only to be refused.
  /// - Throws: ``FormatError``.
  public static func artefact(of url: URL) throws(FormatError) -> Artefact {
    let size = (try? url.resolvingSymlinksInPath().resourceValues(forKeys: [.fileSizeKey]))?.fileSize ?? 0
    if size >= long { _ = try count(url) }
    return try Artefact(of: url)
  }
}
