import Foundation
import MRSFormats
import MRSProfile

/// The network that comes with the program, as it lies in the sources, and copies of it that are changed.
public enum ShippedBundle {
  public static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Sources/MRSProfile/Resources/Networks/\(StudyProtocol.defaultName)")

  public static func copy(to place: URL) throws { try FileManager.default.copyItem(at: folder, to: place) }

  /// Writes what a changed file is now into the manifest of its bundle, so that only its content tells that it was changed.
  public static func seal(_ name: String, of bundle: URL) throws {
    let file = bundle.appending(path: "manifest.json")
    var manifest = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any] ?? [:]
    var files = manifest["files"] as? [String: Any] ?? [:]
    let artefact = try Artefact(of: bundle.appending(path: name))
    files[name] = ["bytes": artefact.size, "sha256": artefact.sha256]
    manifest["files"] = files
    try JSONSerialization.data(withJSONObject: manifest).write(to: file)
  }
}
