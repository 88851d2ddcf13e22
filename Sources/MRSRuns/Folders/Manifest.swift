import Foundation
import MRSCore
import MRSFormats

/// How the contents of a run folder came about.
///
/// Two runs of the same verb, protocol, seed, inputs and versions write the same manifest, byte by byte: it has no
/// times, no number of threads, and no paths of the machine.
public struct Manifest: Codable, Hashable, Sendable {
  /// The first argument of the command, as `train`.
  public let verb: String
  /// The arguments after it, without those that cannot change a result, paths cut to their last component.
  public let arguments: [String]
  /// The seed of the run's ``RandomStream``; nil for a run that draws no random numbers.
  public let seed: UInt64?
  public let versions: Versions
  public let inputs: [Artefact]
  public let outputs: [Artefact]
  /// What the run doubted, in order.
  public let warnings: [String]
  /// The digest of the manifest itself, ``Seal``; nil in folders of before there was one.
  public let seal: String?

  public init(
    verb: String, arguments: [String], seed: UInt64?, versions: Versions, inputs: [Artefact], outputs: [Artefact],
    warnings: [String]
  ) {
    self.init(
      verb: verb, arguments: Self.portable(arguments), seed: seed, versions: versions, inputs: inputs,
      outputs: outputs.sorted { $0.name < $1.name }, warnings: warnings.map(Self.withoutFolders),
      seal: Seal.blank)
  }

  private init(
    verb: String, arguments: [String], seed: UInt64?, versions: Versions, inputs: [Artefact], outputs: [Artefact],
    warnings: [String], seal: String?
  ) {
    self.verb = verb
    self.arguments = arguments
    self.seed = seed
    self.versions = versions
    self.inputs = inputs
    self.outputs = outputs
    self.warnings = warnings
    self.seal = seal
  }

  /// The same with its seal.
  func sealed() throws -> Manifest {
    Manifest(
      verb: verb, arguments: arguments, seed: seed, versions: versions, inputs: inputs, outputs: outputs,
      warnings: warnings, seal: seal == Seal.blank ? Seal.digest(of: try json()) : seal)
  }

  /// JSON with sorted keys.
  public func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(self) + Data("\n".utf8)
  }

  /// Reads the `manifest.json` of a run folder.
  ///
  /// - Throws: ``RunError/unreadable(_:reason:)``.
  public init(readingFrom folder: URL) throws(RunError) {
    let file = folder.appending(path: RunFolder.manifestName)
    guard FileManager.default.fileExists(atPath: folder.path) else {
      throw .unreadable(folder.path, reason: "there is no such folder")
    }
    guard FileManager.default.fileExists(atPath: file.path) else {
      throw .unreadable(folder.path, reason: "it has no \(RunFolder.manifestName), as the folders that runs leave")
    }
    do {
      self = try JSONDecoder().decode(Manifest.self, from: Data(wholeFile: file))
    } catch {
      throw .unreadable(file.path, reason: "it is no manifest of a run")
    }
  }

  /// Options that cannot change a result, and whether a value follows them.
  private static let idleOptions = [
    "--out": true, "--threads": true, "--quiet": false, "--force": false, "--json": false,
    "--shard": true,
  ]

  /// The arguments without ``idleOptions``, paths cut to their last component.
  static func portable(_ arguments: [String]) -> [String] {
    var portable: [String] = []
    var skipsNext = false
    for argument in arguments {
      if skipsNext {
        skipsNext = false
      } else if let takesValue = idleOptions[argument] {
        skipsNext = takesValue
      } else if !idleOptions.keys.contains(where: { argument.hasPrefix($0 + "=") }) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        portable.append(
          parts.map { isPath($0) ? String($0.split(separator: "/").last ?? "/") : String($0) }
            .joined(separator: "="))
      }
    }
    return portable
  }

  private static func isPath(_ text: Substring) -> Bool {
    ["/", "~/", "./", "../", "file:"].contains { text.hasPrefix($0) }
  }

  /// The text with absolute paths cut to their last component.
  static func withoutFolders(_ text: String) -> String {
    let folders = /(^|[\s'"(=])\/(?:[^\s\/'"():=]+\/)+/
    return text.replacing(folders) { String($0.output.1) }
  }
}
