import MRSCore
import MRSModel
import Numerics

/// A trained network as a quantifier: the qCNN.
///
/// The network gives mean m and deviation s of each target's standardised logarithm; with the card's μ and σ the amount
/// is log-normal with mean exp(M + S²/2), M = μ + σ·m, S = σ·s, and deviation mean·√(exp(S²) − 1). Of a network that tells
/// the covariance C of its targets that of two amounts is meanᵢ·meanⱼ·(exp(σᵢ·σⱼ·Cᵢⱼ) − 1); of one that tells them one by one
/// it is not known.
public struct NetworkQuantifier: Quantifier {
  public let network: TrainedNetwork
  public let card: NetworkCard
  public var method: String { "qcnn" }
  public var targets: [String] { card.targets }
  /// How spectra become the network's inputs; `nil` where it sees the encoded spectrum.
  public let features: FeatureExtractor?
  private let transform: FourierTransform

  /// - Parameter name: what errors call the network: its folder, where it is from one.
  /// - Throws: ``NetworkError/wrongTask(network:found:expected:)``.
  public init(
    network: TrainedNetwork, card: NetworkCard, features: FeatureExtractor? = nil, named name: String = "the network"
  ) throws(NetworkError) {
    guard card.task == .quantification else {
      throw .wrongTask(
        network: name, found: card.task.rawValue, expected: NetworkCard.Task.quantification.rawValue)
    }
    self.network = network
    self.card = card
    self.features = features
    transform = FourierTransform(count: card.encoder.acquisition.points)
  }

  /// - Throws: ``NetworkError/protocolMismatch(_:)`` when the signal is not of the kind the network was trained on.
  public func quantify(_ fid: FID) throws -> Quantification { try quantify([fid])[0] }

  /// Many at once.
  public func quantify(_ fids: [FID]) throws -> [Quantification] {
    let encoder = card.encoder
    var inputs: [Float] = []
    var sideInputs: [Float] = []
    var prepared: [(fid: FID, doubts: [Doubt])] = []
    for fid in fids {
      try Task.checkCancellation()
      try card.requireMatch(of: fid.acquisition)
      let cut = fid.acquisition.points == encoder.acquisition.points ? fid : fid.resized(to: encoder.acquisition.points)
      let encoded = encoder.encoded(cut, transform: transform)
      inputs += encoded.inputs
      sideInputs += encoded.sideInputs
      prepared.append(
        (
          cut,
          card.doubts(
            inputs: encoded.inputs, sideInputs: encoded.sideInputs, noise: NoiseEstimate(of: cut).temporal)
        ))
    }
    if let features {
      (inputs, sideInputs) = features.encoded(
        prepared.map(\.fid), noises: prepared.map { NoiseEstimate(of: $0.fid).spectral })
    }
    var prediction = try network.gaussianPrediction(inputs: inputs, sideInputs: sideInputs, count: fids.count)
    if let calibration = card.calibration { prediction = try calibration.applied(to: prediction) }
    return prepared.indices.map { i in
      let amounts = card.targets.indices.map { k -> Amount in
        let index = i * card.targets.count + k
        let logMean = card.logMeans[k] + card.logDeviations[k] * Double(prediction.means[index])
        let logDeviation = card.logDeviations[k] * Double(prediction.deviations[index])
        let mean = Double.exp(logMean + logDeviation * logDeviation / 2)
        return Amount(
          name: card.targets[k], value: mean,
          standardDeviation: mean * Double.expMinusOne(logDeviation * logDeviation).squareRoot(),
          uncertainty: .predictive, distribution: .logNormal(logMean: logMean, logDeviation: logDeviation))
      }
      return Quantification(
        method: method, unit: .millimolar, amounts: amounts,
        covariance: prediction.covariances.map { covariance(of: amounts, logarithms: $0[i]) },
        quality: quality(of: prepared[i].fid),
        doubts: prepared[i].doubts + unidentified(amounts))
    }
  }

  private func covariance(of amounts: [Amount], logarithms: Matrix) -> Matrix {
    var result = logarithms
    for j in amounts.indices {
      for i in amounts.indices {
        let shared = card.logDeviations[i] * card.logDeviations[j] * logarithms[i, j]
        result[i, j] = amounts[i].value * amounts[j].value * Double.expMinusOne(shared)
      }
    }
    return result
  }

  private func quality(of fid: FID) -> Quality {
    let spectrum = transform.centredSpectrum(of: fid.samples, dwellTime: fid.acquisition.dwellTime)
    let range = card.encoder.firstPoint..<card.encoder.firstPoint + card.encoder.points
    let noise = NoiseEstimate(of: fid).spectral
    return Quality(
      signalToNoise: SignalToNoise.ratio(of: spectrum.real[range], noise: noise), linewidth: nil,
      residualToNoise: nil)
  }

  private func unidentified(_ amounts: [Amount]) -> [Doubt] {
    amounts.compactMap { amount in
      amount.percentDeviation.flatMap { $0 > 50 ? .unidentified(name: amount.name, percent: $0) : nil }
    }
  }
}
