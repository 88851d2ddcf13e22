import Foundation

/// A network as a folder that can be handed on: what it is, its weights, and a card that says where it is from.
///
/// ```
/// architecture.json    NetworkArchitecture
/// weights.safetensors  float32 or float16; Python's `safetensors` reads it
/// card.json            the caller's card
/// protocol.toml        the resolved protocol, where the maker gave it
/// features.json        FeatureExtractor, where the network has inputs of its own, and
/// features.safetensors what it learnt
/// manifest.json        format, and size and SHA-256 of the others
/// ```
public struct NetworkBundle<Card: Codable & Sendable>: Sendable {
  public let network: TrainedNetwork
  /// What the caller tells about the network: prior, units, calibration, training manifest, …
  public let card: Card
  /// How spectra become its inputs; `nil` where it sees the encoded spectrum itself.
  public let features: FeatureExtractor?

  /// The whole protocol that the network was trained under, with its profile, as TOML; `nil` where none was given.
  public let studyProtocol: String?

  /// SHA-256 over the names and hashes of the folder's files, whatever the folder is called; `nil` of a network that was not
  /// read from one.
  public let identity: String?

  public init(network: TrainedNetwork, card: Card, features: FeatureExtractor? = nil, studyProtocol: String? = nil) {
    self.network = network
    self.card = card
    self.features = features
    self.studyProtocol = studyProtocol
    identity = nil
  }

  /// Writes the folder, which must not exist yet. It appears complete or not at all.
  public func write(to folder: URL) throws(NetworkError) {
    var files: [(name: String, data: Data)] = []
    do {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      files = [
        (BundleManifest.architectureFile, try encoder.encode(network.architecture)),
        (BundleManifest.weightsFile, try network.file.data()),
        (BundleManifest.cardFile, try encoder.encode(card)),
      ]
      if let studyProtocol { files.append((BundleManifest.protocolFile, Data(studyProtocol.utf8))) }
      if let features { files += try features.files() }
      files.append((BundleManifest.file, try encoder.encode(BundleManifest(of: files))))
    } catch {
      throw .unwritableFile(path: folder.path, reason: "\(error)")
    }
    try NetworkFolder.write(files, to: folder)
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
    card = try Self.decode(Card.self, cardFile.data, path: cardFile.path)
    studyProtocol =
      manifest.files[BundleManifest.protocolFile] == nil
      ? nil : String(decoding: try verified(BundleManifest.protocolFile).data, as: UTF8.self)
    guard manifest.files[FeatureExtractor.descriptionFile] != nil else {
      features = nil
      return
    }
    features = try FeatureExtractor(
      description: verified(FeatureExtractor.descriptionFile).data,
      arrays: verified(FeatureExtractor.arraysFile).data, path: folder.path)
  }

  private static func decode<Value: Decodable>(
    _ type: Value.Type, _ data: Data, path: String
  ) throws(NetworkError) -> Value {
    do {
      return try JSONDecoder().decode(type, from: data)
    } catch {
      throw .unreadableFile(path: path, reason: "\(error)")
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
