import Foundation
import MRSConfiguration
import MRSCore

extension AnalysisProfile {
  /// The names of the built-in profiles.
  public static let builtInNames = ["liver", "brain", "phantom", "challenge2016"]

  /// A built-in profile's text.
  /// - Throws: ``ProfileError/unknownProfile(name:known:meant:)``.
  static func builtIn(_ name: String, at path: [String] = []) throws(ProfileError) -> ConfigurationLayer {
    let bytes: [UInt8]
    switch name {
    case "liver": bytes = PackageResources.liver_toml
    case "brain": bytes = PackageResources.brain_toml
    case "phantom": bytes = PackageResources.phantom_toml
    case "challenge2016": bytes = PackageResources.challenge2016_toml
    default:
      throw .unknownProfile(
        name: name, known: builtInNames, meant: Spelling.nearest(to: name, among: builtInNames))
    }
    return ConfigurationLayer(name: "profile \(name)", text: String(decoding: bytes, as: UTF8.self), at: path)
  }

  /// A built-in profile and below it that over which it is laid.
  private static func layers(of name: String) throws -> [ConfigurationLayer] {
    let layer = try builtIn(name)
    guard let below = try layer.string(at: "base"), below != name else { return [layer] }
    return try layers(of: below) + [layer]
  }

  /// A built-in profile by name, or a TOML file laid over the built-in profile that its `base` names.
  ///
  /// - Parameter base: over what a file is laid that does not say it.
  /// - Throws: `ConfigurationError`, ``ProfileError``.
  public static func load(_ nameOrFile: String, base: String = "liver") throws -> AnalysisProfile {
    let profile: AnalysisProfile
    if FileManager.default.fileExists(atPath: nameOrFile), !builtInNames.contains(nameOrFile) {
      let layer = try ConfigurationFile.layer(contentsOf: URL(filePath: nameOrFile))
      profile = try ConfigurationFile.decode(
        AnalysisProfile.self, layers: layers(of: try layer.string(at: "base") ?? base) + [layer])
    } else {
      profile = try ConfigurationFile.decode(AnalysisProfile.self, layers: layers(of: nameOrFile))
    }
    try profile.validate()
    return profile
  }

  /// The SHA-256 of the whole profile as text: two analyses of one hash assume the same.
  public var sha256: String {
    let text = (try? ConfigurationFile.encode(self)) ?? ""
    return SHA256.hash(data: Data(text.utf8)).hexadecimal
  }
}
