import Foundation

/// The files beside one, by which formats without a mark of their own are known.
extension FileBytes {
  /// The last component of the path.
  var name: String { (path as NSString).lastPathComponent }

  func hasSibling(_ name: String) -> Bool {
    FileManager.default.fileExists(
      atPath: ((path as NSString).deletingLastPathComponent as NSString).appendingPathComponent(name))
  }

  func hasSibling(extension suffix: String) -> Bool {
    let stem = ((path as NSString).lastPathComponent as NSString).deletingPathExtension
    return hasSibling("\(stem).\(suffix)") || hasSibling("\(stem).\(suffix.uppercased())")
  }

  var isBruker: Bool { ["method", "acqp", "visu_pars", "reco"].contains { hasSibling($0) } }
}
