import Foundation
import MRSConfiguration

extension StudyProtocol {
  /// The name of the protocol that is used where none is named.
  public static let defaultName = "liver-3T-press30"

  /// The same with the lineshapes and the fat of one simulation only: what is compared with, and what a closed world is.
  public static let narrowName = "liver-3T-press30-narrow"

  /// The names of the built-in protocols.
  public static var builtInNames: [String] { builtIn.map(\.name) }

  private static var builtIn: [ConfigurationLayer] {
    [
      ConfigurationLayer(
        name: defaultName, text: String(decoding: PackageResources.liver_3t_press30_toml, as: UTF8.self)),
      ConfigurationLayer(
        name: narrowName, text: String(decoding: PackageResources.liver_3t_press30_narrow_toml, as: UTF8.self)),
    ]
  }

  /// A built-in protocol by name, or a TOML file laid over the default one, with overrides over all.
  ///
  /// The profile that it names (`profile.base`) lies below it. Keys and types are checked, values are not: see ``validate()``.
  /// - Throws: `ConfigurationError`, ``ProfileError``.
  public static func load(_ nameOrFile: String, overrides: [ConfigurationOverride] = []) throws -> StudyProtocol {
    var layers = builtIn.filter { $0.name == nameOrFile }
    if nameOrFile == narrowName { layers = builtIn }
    if layers.isEmpty {
      guard FileManager.default.fileExists(atPath: nameOrFile) else {
        throw ProfileError.unknownProtocol(
          name: nameOrFile, known: builtInNames, meant: Spelling.nearest(to: nameOrFile, among: builtInNames))
      }
      layers = builtIn.filter { $0.name == defaultName }
      layers.append(try ConfigurationFile.layer(contentsOf: URL(filePath: nameOrFile)))
    }
    let named = try layers.compactMap { try $0.string(at: "profile", "base") }
    let base =
      overrides.last { $0.path == "profile.base" }?.value ?? named.last ?? "liver"
    var loaded = try ConfigurationFile.decode(
      StudyProtocol.self, layers: [AnalysisProfile.builtIn(base, at: ["profile"])] + layers, overrides: overrides)
    if let sequence = Sequence(spelled: loaded.acquisition.sequence) { loaded.acquisition.sequence = sequence.rawValue }
    return loaded
  }
}
