import Foundation
import MRSCore

/// As two files of a bundle: `unlikeness.json`, what kinds it knows and what it is made of, and `unlikeness.safetensors`, its
/// weights.
extension UnlikenessNetwork {
  static let descriptionFile = "unlikeness.json"
  static let weightsFile = "unlikeness.safetensors"

  private struct Description: Codable {
    let kinds: [Kind]
    let architecture: NetworkArchitecture
  }

  /// The files' contents: a function of the network alone.
  func files() throws -> [(name: String, data: Data)] {
    return [
      (
        Self.descriptionFile,
        try NetworkFolder.encoder.encode(Description(kinds: kinds, architecture: network.architecture))
      ),
      (Self.weightsFile, try network.file.data()),
    ]
  }

  /// - Parameters:
  ///   - inputs: numbers that the bundle's features give a spectrum.
  ///   - path: what errors name, the folder.
  /// - Throws: ``NetworkError``.
  init(description: Data, weights: Data, inputs: Int, path: String) throws(NetworkError) {
    let (file, source) = ("\(path)/\(Self.descriptionFile)", "\(path)/\(Self.weightsFile)")
    let read: Description
    do {
      read = try JSONDecoder().decode(Description.self, from: description)
    } catch {
      throw .unreadableFile(path: file, reason: error.plainReason)
    }
    guard read.architecture.inputSize == inputs else {
      throw .sizeMismatch(
        what: "inputs of the network in \(file), as many as features", expected: inputs,
        found: read.architecture.inputSize)
    }
    let network = try TrainedNetwork(
      architecture: read.architecture, weights: SafetensorsFile(data: weights, path: source).arrays, source: source)
    try self.init(kinds: read.kinds, network: network, source: file)
  }
}
