import Foundation
import MRSCore

/// A network as a folder that can be handed on: what it is, its weights, and a card that says where it is from.
///
/// ```
/// architecture.json    NetworkArchitecture
/// weights.safetensors  float32 or float16; Python's `safetensors` reads it
/// card.json            the caller's card
/// protocol.toml        the resolved protocol, where the maker gave it
/// features.json        FeatureExtractor, where the network has inputs of its own, and
/// features.safetensors what it learnt
/// unlikeness.json      UnlikenessNetwork, where one was trained, and
/// unlikeness.safetensors its weights
/// weights-2.safetensors … those of further networks like the first, with which it answers together
/// quantifier/…         the bundle of the network whose answers it sees in place of spectra
/// manifest.json        format, and size and SHA-256 of the others
/// ```
public struct NetworkBundle<Card: Codable & Sendable>: Sendable {
  public let network: TrainedNetwork
  /// Networks of the same architecture whose answers are averaged with those of ``network``; mostly none.
  public let companions: [TrainedNetwork]
  /// An array, since a value cannot hold one of its own kind: none or one.
  private let quantifiers: [NetworkBundle<Card>]
  /// What the caller tells about the network: prior, units, calibration, training manifest, …
  public let card: Card
  /// How spectra become its inputs; `nil` where it sees the encoded spectrum itself.
  public let features: FeatureExtractor?
  /// What tells spectra in which something was planted; `nil` where none was trained.
  public let unlikeness: UnlikenessNetwork?

  /// The whole protocol that the network was trained under, with its profile, as TOML; `nil` where none was given.
  public let studyProtocol: String?

  /// SHA-256 over the names and hashes of the folder's files, whatever the folder is called; `nil` of a network that was not
  /// read from one.
  public let identity: String?

  public init(
    network: TrainedNetwork, card: Card, features: FeatureExtractor? = nil, unlikeness: UnlikenessNetwork? = nil,
    studyProtocol: String? = nil, companions: [TrainedNetwork] = [], quantifier: NetworkBundle? = nil
  ) {
    self.network = network
    self.companions = companions
    quantifiers = quantifier.map { [$0] } ?? []
    self.card = card
    self.features = features
    self.unlikeness = unlikeness
    self.studyProtocol = studyProtocol
    identity = nil
  }

  /// The network whose answers this one sees; `nil` where it sees spectra.
  public var quantifier: NetworkBundle? { quantifiers.first }

  /// Writes the folder, which must not exist yet. It appears complete or not at all.
  public func write(to folder: URL) throws(NetworkError) {
    try NetworkFolder.write(try files(for: folder), to: folder)
  }

  /// The files of the folder, the manifest last.
  private func files(for folder: URL) throws(NetworkError) -> [(name: String, data: Data)] {
    var files: [(name: String, data: Data)] = []
    do {
      let encoder = NetworkFolder.encoder
      files = [
        (BundleManifest.architectureFile, try encoder.encode(network.architecture)),
        (BundleManifest.weightsFile, try network.file.data()),
        (BundleManifest.cardFile, try encoder.encode(card)),
      ]
      if let studyProtocol { files.append((BundleManifest.protocolFile, Data(studyProtocol.utf8))) }
      if let features { files += try features.files() }
      if let unlikeness { files += try unlikeness.files() }
      for (index, companion) in companions.enumerated() {
        files.append((BundleManifest.weightsFile(index + 2), try companion.file.data()))
      }
      files +=
        try quantifier.map { try $0.files(for: folder) }?.map { ("\(BundleManifest.quantifierFolder)/\($0)", $1) } ?? []
      files.append((BundleManifest.file, try encoder.encode(BundleManifest(of: files))))
    } catch {
      throw .unwritableFile(path: folder.path, reason: error.plainReason)
    }
    return files
  }

  /// The files of a bundle's folder and of the folders in it, as paths from it, in order; none where there is no such folder, or
  /// it is no bundle's, as `/`.
  public static func files(in folder: URL) -> [String] {
    let files = FileManager.default
    guard files.fileExists(atPath: folder.appending(path: BundleManifest.file).path),
      let found = files.enumerator(atPath: folder.path)
    else { return [] }
    return found.compactMap { $0 as? String }.filter { name in
      (try? folder.appending(path: name).resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory == false
    }.sorted()
  }

  /// Reads the folder and verifies every file against the manifest, and the weights against the architecture.
  public init(readingFrom folder: URL) throws(NetworkError) {
    let manifestFile = folder.appending(path: BundleManifest.file)
    let manifest = try Self.decode(
      BundleManifest.self, NetworkFolder.contents(of: manifestFile), path: manifestFile.path)
    guard manifest.format == BundleManifest.currentFormat else {
      throw .unsupportedFormat(
        path: manifestFile.path, found: manifest.format, supported: BundleManifest.currentFormat)
    }
    identity = manifest.identity
    func verified(_ name: String) throws(NetworkError) -> (data: Data, path: String) {
      let url = folder.appending(path: name)
      let data = try NetworkFolder.contents(of: url)
      guard let entry = manifest.files[name] else {
        throw .unreadableFile(path: manifestFile.path, reason: "it has no entry for '\(name)'")
      }
      guard data.count >= entry.bytes else {
        throw .truncatedFile(path: url.path, expectedBytes: entry.bytes, foundBytes: data.count)
      }
      let hash = NetworkFolder.hash(data)
      guard hash == entry.sha256 else { throw .hashMismatch(path: url.path, expected: entry.sha256, found: hash) }
      return (data, url.path)
    }
    let architectureFile = try verified(BundleManifest.architectureFile)
    let weightsFile = try verified(BundleManifest.weightsFile)
    let cardFile = try verified(BundleManifest.cardFile)
    let architecture = try Self.decode(
      NetworkArchitecture.self, architectureFile.data, path: architectureFile.path)
    let weights = try SafetensorsFile(data: weightsFile.data, path: weightsFile.path).arrays
    network = try TrainedNetwork(architecture: architecture, weights: weights, source: weightsFile.path)
    var companions: [TrainedNetwork] = []
    while manifest.files[BundleManifest.weightsFile(companions.count + 2)] != nil {
      let file = try verified(BundleManifest.weightsFile(companions.count + 2))
      companions.append(
        try TrainedNetwork(
          architecture: architecture, weights: SafetensorsFile(data: file.data, path: file.path).arrays,
          source: file.path))
    }
    self.companions = companions
    let inner = "\(BundleManifest.quantifierFolder)/\(BundleManifest.file)"
    if manifest.files[inner] == nil {
      quantifiers = []
    } else {
      _ = try verified(inner)
      quantifiers = [try NetworkBundle(readingFrom: folder.appending(path: BundleManifest.quantifierFolder))]
    }
    card = try Self.decode(Card.self, cardFile.data, path: cardFile.path)
    studyProtocol =
      manifest.files[BundleManifest.protocolFile] == nil
      ? nil : String(decoding: try verified(BundleManifest.protocolFile).data, as: UTF8.self)
    guard manifest.files[FeatureExtractor.descriptionFile] != nil else {
      (features, unlikeness) = (nil, nil)
      return
    }
    let features = try FeatureExtractor(
      description: verified(FeatureExtractor.descriptionFile).data,
      arrays: verified(FeatureExtractor.arraysFile).data, path: folder.path)
    self.features = features
    unlikeness =
      manifest.files[UnlikenessNetwork.descriptionFile] == nil
      ? nil
      : try UnlikenessNetwork(
        description: verified(UnlikenessNetwork.descriptionFile).data,
        weights: verified(UnlikenessNetwork.weightsFile).data, features: features.count, path: folder.path)
  }

  private static func decode<Value: Decodable>(
    _ type: Value.Type, _ data: Data, path: String
  ) throws(NetworkError) -> Value {
    do {
      return try JSONDecoder().decode(type, from: data)
    } catch {
      throw .unreadableFile(path: path, reason: error.plainReason)
    }
  }
}

/// The manifest of a bundle.
package struct BundleManifest: Codable {
  struct Entry: Codable {
    let bytes: Int
    let sha256: String
  }

  /// 2: the architecture is a list of layers; 1 had blocks of convolutions.
  static let currentFormat = 2
  static let file = "manifest.json"
  static let architectureFile = "architecture.json"
  static let weightsFile = "weights.safetensors"
  static let cardFile = "card.json"
  static let protocolFile = "protocol.toml"
  static let quantifierFolder = "quantifier"

  /// The weights of the network of this number, from 1.
  static func weightsFile(_ number: Int) -> String {
    number == 1 ? weightsFile : weightsFile.replacing(".", with: "-\(number).")
  }

  let format: Int
  let files: [String: Entry]

  /// SHA-256 of the lines `name hash`, by name.
  var identity: String {
    let lines = files.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.sha256)\n" }
    return NetworkFolder.hash(Data(lines.joined().utf8))
  }

  package init(of files: [(name: String, data: Data)]) {
    format = Self.currentFormat
    var entries: [String: Entry] = [:]
    for file in files {
      entries[file.name] = Entry(bytes: file.data.count, sha256: NetworkFolder.hash(file.data))
    }
    self.files = entries
  }
}
