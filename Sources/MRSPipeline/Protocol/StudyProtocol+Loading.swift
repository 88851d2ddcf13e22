import Foundation
import MRSConfiguration

extension StudyProtocol {
  public static let defaultName = "liver-3T-press30"

  /// A built-in protocol by name, or a TOML file laid over the default one, with overrides.
  public static func load(_ nameOrFile: String, overrides: [ConfigurationOverride] = []) throws -> StudyProtocol {
    let builtIn = ConfigurationLayer(
      name: defaultName, text: String(decoding: PackageResources.liver_3t_press30_toml, as: UTF8.self))
    if nameOrFile == defaultName {
      return try ConfigurationFile.decode(StudyProtocol.self, layers: [builtIn], overrides: overrides)
    }
    guard FileManager.default.fileExists(atPath: nameOrFile) else {
      throw StageError.unknownProtocol(name: nameOrFile, known: [defaultName])
    }
    return try ConfigurationFile.decode(
      StudyProtocol.self, layers: [builtIn, ConfigurationFile.layer(contentsOf: URL(filePath: nameOrFile))],
      overrides: overrides)
  }
}
