import Foundation
import MRSCore

/// As two files of a bundle: `unlikeness.json`, what kinds it knows and what it is made of, and `unlikeness.safetensors`, its
/// weights.
extension UnlikenessNetwork {
  static let descriptionFile = "unlikeness.json"
  static let weightsFile = "unlikeness.safetensors"

  private struct Description: Codable {
    let kinds: [Kind]
    let spectrograms: [Spectrogram]?
    let spectrogramScale: Double?
    let architecture: NetworkArchitecture
  }

  private static let (means, deviations) = ("spectrograms.means", "spectrograms.deviations")

  /// The files' contents: a function of the network alone.
  func files() throws -> [(name: String, data: Data)] {
    let own = inputs.spectrograms
    let description = Description(
      kinds: kinds, spectrograms: own.isEmpty ? nil : own, spectrogramScale: own.isEmpty ? nil : inputs.scale,
      architecture: network.architecture)
    let learnt = [(Self.means, inputs.means), (Self.deviations, inputs.deviations)].map {
      WeightArray(name: $0, shape: $1.shape, values: $1.values)
    }
    let weights = network.file
    return [
      (Self.descriptionFile, try NetworkFolder.encoder.encode(description)),
      (
        Self.weightsFile,
        try SafetensorsFile(arrays: (own.isEmpty ? [] : learnt) + weights.arrays, halves: weights.halves).data()
      ),
    ]
  }

  /// - Parameters:
  ///   - features: how many numbers the bundle's features give a spectrum.
  ///   - path: what errors name, the folder.
  /// - Throws: ``NetworkError``.
  init(description: Data, weights: Data, features: Int, path: String) throws(NetworkError) {
    let (file, source) = ("\(path)/\(Self.descriptionFile)", "\(path)/\(Self.weightsFile)")
    let read: Description
    let arrays = try SafetensorsFile(data: weights, path: source).arrays
    do {
      read = try JSONDecoder().decode(Description.self, from: description)
      for (number, spectrogram) in (read.spectrograms ?? []).enumerated() { try spectrogram.validate(number) }
    } catch NetworkError.invalidOption(let field, let value, let expected) {
      throw .unfitting(path: file, field: field, value: value, expected: expected)
    } catch {
      throw .unreadableFile(path: file, reason: error.plainReason)
    }
    let inputs = try Self.inputs(read, arrays, file: file, source: source)
    guard read.architecture.inputSize == features + inputs.count else {
      throw .sizeMismatch(
        what: "inputs of the network in \(file), as many as features and spectrograms have",
        expected: features + inputs.count, found: read.architecture.inputSize)
    }
    let network = try TrainedNetwork(
      architecture: read.architecture, weights: arrays.filter { ![Self.means, Self.deviations].contains($0.name) },
      source: source)
    try self.init(kinds: read.kinds, inputs: inputs, network: network, source: file)
  }

  private static func inputs(
    _ read: Description, _ arrays: [WeightArray], file: String, source: String
  ) throws(NetworkError) -> UnlikenessInputs {
    let spectrograms = read.spectrograms ?? []
    guard !spectrograms.isEmpty else { return .features }
    guard let scale = read.spectrogramScale, scale > 0, scale.isFinite else {
      throw .unfitting(
        path: file, field: "spectrogramScale", value: read.spectrogramScale.map { "\($0)" } ?? "none",
        expected: "the usual noise of a sample in mM, above 0")
    }
    func learnt(_ name: String) throws(NetworkError) -> FloatArray {
      try FloatArray(
        named: name, in: arrays, shape: [UnlikenessInputs.count(of: spectrograms)], source: source)
    }
    return UnlikenessInputs(
      spectrograms: spectrograms, scale: scale, means: try learnt(means), deviations: try learnt(deviations))
  }
}
