import MRSCore
import Numerics

/// A trained network that tells the group of a patient from a spectrum: the cCNN.
public struct NetworkClassifier: Sendable {
  public let network: TrainedNetwork
  public let card: NetworkCard
  private let transform: FourierTransform

  /// - Parameter name: what errors call the network: its folder, where it is from one.
  /// - Throws: ``NetworkError/wrongTask(network:found:expected:)``.
  public init(
    network: TrainedNetwork, card: NetworkCard, named name: String = "the network"
  ) throws(NetworkError) {
    guard card.task == .classification else {
      throw .wrongTask(
        network: name, found: card.task.rawValue, expected: NetworkCard.Task.classification.rawValue)
    }
    self.network = network
    self.card = card
    transform = FourierTransform(count: card.encoder.acquisition.points)
  }

  /// The score of the positive group for each spectrum, 0 … 1, at the training's share of groups (one half).
  /// - Throws: ``NetworkError/protocolMismatch(_:)``.
  public func scores(_ fids: [FID]) throws -> [Double] {
    var inputs: [Float] = []
    var sideInputs: [Float] = []
    for fid in fids {
      try Task.checkCancellation()
      try card.requireMatch(of: fid.acquisition)
      let encoded = card.encoder.encoded(fid.resized(to: card.encoder.acquisition.points), transform: transform)
      inputs += encoded.inputs
      sideInputs += encoded.sideInputs
    }
    let logits = try network.predict(inputs: inputs, sideInputs: sideInputs, count: fids.count)
    return logits.map { 1 / (1 + .exp(-Double($0))) }
  }

  /// In what each spectrum is unlike those of the training: a score of such a spectrum is a guess.
  /// - Throws: ``NetworkError/protocolMismatch(_:)``.
  public func doubts(_ fids: [FID]) throws -> [[Doubt]] {
    try fids.map { fid in
      try Task.checkCancellation()
      try card.requireMatch(of: fid.acquisition)
      let cut = fid.resized(to: card.encoder.acquisition.points)
      let encoded = card.encoder.encoded(cut, transform: transform)
      return card.doubts(
        inputs: encoded.inputs, sideInputs: encoded.sideInputs, noise: NoiseEstimate(of: cut).temporal)
    }
  }
}
