import MRSCore
import MRSModel
import Numerics

/// Trained networks that tell the group of a patient from a spectrum: the cCNN.
///
/// The networks of a bundle differ by what they drew while they learnt. Their logits are averaged, so that a call hangs less on
/// that; how far they lie apart is told beside it (``Score/spread``).
public struct NetworkClassifier: Sendable {
  /// What the networks say of one spectrum.
  public struct Score: Hashable, Sendable {
    /// ln p/(1 − p) of each network, at the training's share of groups (one half).
    public let logits: [Double]

    /// ln p/(1 − p) of all of them.
    public var logit: Double { logits.reduce(0, +) / Double(logits.count) }
    /// The probability of the positive group.
    public var probability: Double { 1 / (1 + .exp(-logit)) }
    /// The standard deviation of the logits between networks; 0 of a single one.
    public var spread: Double {
      let squares = logits.reduce(0) { $0 + ($1 - logit) * ($1 - logit) }
      return logits.count > 1 ? (squares / Double(logits.count - 1)).squareRoot() : 0
    }
  }

  public let card: NetworkCard
  let networks: [TrainedNetwork]
  /// What the networks see in place of spectra.
  private let answers: AnswerInputs?
  private let transform: FourierTransform

  /// - Parameter name: what errors call the network: its folder, where it is from one.
  /// - Throws: ``NetworkError/wrongTask(network:found:expected:)``.
  public init(_ bundle: NetworkBundle<NetworkCard>, named name: String = "the network") throws(NetworkError) {
    card = bundle.card
    guard card.task == .classification else {
      throw .wrongTask(network: name, found: card.task.rawValue, expected: NetworkCard.Task.classification.rawValue)
    }
    networks = [bundle.network] + bundle.companions
    if let quantifier = bundle.quantifier {
      answers = AnswerInputs(try NetworkQuantifier(quantifier, named: "\(name)/quantifier"))
    } else {
      answers = nil
    }
    transform = FourierTransform(count: card.encoder.acquisition.points)
  }

  /// What is said of each spectrum.
  /// - Throws: ``NetworkError/protocolMismatch(_:)``.
  public func scores(_ fids: [FID]) throws -> [Score] {
    if let answers { return try scores(inputs: answers.encoded(fids), sideInputs: [], count: fids.count) }
    var inputs: [Float] = []
    var sideInputs: [Float] = []
    for fid in fids {
      try Task.checkCancellation()
      try card.requireMatch(of: fid.acquisition)
      let encoded = card.encoder.encoded(fid.resized(to: card.encoder.acquisition.points), transform: transform)
      inputs += encoded.inputs
      sideInputs += encoded.sideInputs
    }
    return try scores(inputs: inputs, sideInputs: sideInputs, count: fids.count)
  }

  /// What is said of spectra of which the quantifier has spoken already.
  /// - Returns: `nil` where the networks see spectra.
  public func scores(of quantifications: [Quantification]) throws -> [Score]? {
    guard let answers else { return nil }
    return try scores(inputs: quantifications.flatMap(answers.encoded), sideInputs: [], count: quantifications.count)
  }

  private func scores(inputs: [Float], sideInputs: [Float], count: Int) throws -> [Score] {
    let all = try networks.map { try $0.predict(inputs: inputs, sideInputs: sideInputs, count: count) }
    return (0..<count).map { place in Score(logits: all.map { Double($0[place]) }) }
  }

  /// In what each spectrum is unlike those of the training: a score of such a spectrum is a guess.
  /// - Throws: ``NetworkError/protocolMismatch(_:)``.
  public func doubts(_ fids: [FID]) throws -> [[Doubt]] {
    if let answers { return try answers.quantifier.quantify(fids).map { $0.doubts.filter(\.isOfSignal) } }
    return try fids.map { fid in
      try Task.checkCancellation()
      try card.requireMatch(of: fid.acquisition)
      let cut = fid.resized(to: card.encoder.acquisition.points)
      let encoded = card.encoder.encoded(cut, transform: transform)
      return card.doubts(
        inputs: encoded.inputs, sideInputs: encoded.sideInputs, noise: NoiseEstimate(of: cut).temporal)
    }
  }
}

extension Doubt {
  /// Whether it is about the signal as a whole and not about how well one amount is known.
  fileprivate var isOfSignal: Bool {
    if case .unidentified = self { false } else { true }
  }
}
