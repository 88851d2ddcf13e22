import Foundation
import MRSConfiguration

extension StudyProtocol {
  /// The protocol that is used where none is named.
  public static let defaultName = "liver-3T-press30"

  /// The names of the built-in protocols.
  public static var builtInNames: [String] { builtIn.map(\.name) }

  private static var builtIn: [ConfigurationLayer] {
    [
      ConfigurationLayer(
        name: defaultName, text: String(decoding: PackageResources.liver_3t_press30_toml, as: UTF8.self))
    ]
  }

  /// A built-in protocol by name, or a TOML file laid over the default one, with overrides over all.
  ///
  /// Keys and types are checked, values are not: see ``validate()``.
  /// - Throws: `ConfigurationError`, ``StageError/unknownProtocol(name:known:)``.
  public static func load(_ nameOrFile: String, overrides: [ConfigurationOverride] = []) throws -> StudyProtocol {
    var layers = builtIn.filter { $0.name == nameOrFile }
    if layers.isEmpty {
      guard FileManager.default.fileExists(atPath: nameOrFile) else { throw unknown(nameOrFile) }
      layers = builtIn.filter { $0.name == defaultName }
      layers.append(try ConfigurationFile.layer(contentsOf: URL(filePath: nameOrFile)))
    }
    return try ConfigurationFile.decode(StudyProtocol.self, layers: layers, overrides: overrides)
  }

  /// A near miss of a name is told as such; anything else may have been meant as a file.
  private static func unknown(_ name: String) -> any Error {
    guard let meant = Spelling.nearest(to: name, among: builtInNames) else {
      return StageError.unknownProtocol(name: name, known: builtInNames)
    }
    return QuantifyError.misspeltProtocol(name: name, meant: meant)
  }
}
