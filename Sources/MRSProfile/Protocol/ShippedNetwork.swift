import Foundation

/// The trained quantification network that comes with the program, for the protocol whose spectra it was trained on.
///
/// `Scripts/train-shipped` makes it anew.
public enum ShippedNetwork {
  /// The folder of the network of a protocol; `nil` where none is shipped for it.
  /// - Throws: ``ProfileError/unreadable(file:reason:)`` where it should lie beside the program and does not.
  public static func folder(for studyProtocol: StudyProtocol) throws(ProfileError) -> URL? {
    isFor(studyProtocol) ? try folder() : nil
  }

  /// Whether it was trained for a protocol of this name.
  public static func isFor(_ studyProtocol: StudyProtocol) -> Bool { studyProtocol.name == StudyProtocol.defaultName }

  /// The folder of the network of the default protocol.
  /// - Throws: ``ProfileError/unreadable(file:reason:)`` where it should lie beside the program and does not.
  public static func folder() throws(ProfileError) -> URL {
    // Bundle.module would end the program where its folder is missing.
    let folder = Bundle.main.bundleURL.appending(path: "\(bundle)/Networks/\(StudyProtocol.defaultName)")
    guard FileManager.default.fileExists(atPath: folder.path) else {
      throw .unreadable(
        file: folder.path,
        reason:
          "the network that comes with the program is not beside it: copy the folder \(bundle) there too, or give a "
          + "network with --network")
    }
    return folder
  }

  private static let bundle = "hepatica_MRSProfile.resources"
}
