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
  /// With those that answer together with it.
  private let networks: NetworkEnsemble
  public let card: NetworkCard
  public var method: String { "qcnn" }
  public var targets: [String] { card.targets }
  /// How spectra become the network's inputs; `nil` where it sees the encoded spectrum.
  public let features: FeatureExtractor?
  /// What tells spectra in which something was planted; `nil` where none was trained.
  public let unlikeness: UnlikenessNetwork?
  /// What the amounts are answered under: the prior of the training, or that which took its place; `nil` where the bundle
  /// does not record it.
  public var prior: AmountDistribution? { exchange?.prior ?? card.prior }
  /// SHA-256 of the bundle's content; `nil` of a network that is from none.
  public let identity: String?
  private let exchange: PriorExchange?
  let transform: FourierTransform

  /// That of a bundle.
  /// - Parameter name: what errors call the network: its folder, where it is from one.
  /// - Throws: ``NetworkError/wrongTask(network:found:expected:)``, and ``NetworkError/unfitting(path:field:value:expected:)``
  ///   where the card does not belong to the network.
  public init(_ bundle: NetworkBundle<NetworkCard>, named name: String = "the network") throws(NetworkError) {
    try self.init(
      network: bundle.network, companions: bundle.companions, card: bundle.card, features: bundle.features,
      unlikeness: bundle.unlikeness, identity: bundle.identity, named: name)
  }

  /// - Parameters:
  ///   - companions: networks of the same architecture that answer together with the first: for all targets, or one for each.
  ///   - name: what errors call the network: its folder, where it is from one.
  /// - Throws: ``NetworkError/wrongTask(network:found:expected:)``, and ``NetworkError/unfitting(path:field:value:expected:)``
  ///   where the card does not belong to the network.
  public init(
    network: TrainedNetwork, companions: [TrainedNetwork] = [], card: NetworkCard, features: FeatureExtractor? = nil,
    unlikeness: UnlikenessNetwork? = nil, identity: String? = nil, named name: String = "the network"
  ) throws(NetworkError) {
    guard card.task == .quantification else {
      throw .wrongTask(
        network: name, found: card.task.rawValue, expected: NetworkCard.Task.quantification.rawValue)
    }
    try card.requireConsistency(
      with: network.architecture, networks: 1 + companions.count, features: features, unlikeness: unlikeness, path: name
    )
    self.init(
      network: network, networks: NetworkEnsemble([network] + companions, targets: card.targets.count), card: card,
      features: features, unlikeness: unlikeness, identity: identity, exchange: nil)
  }

  private init(
    network: TrainedNetwork, networks: NetworkEnsemble, card: NetworkCard, features: FeatureExtractor?,
    unlikeness: UnlikenessNetwork?, identity: String?, exchange: PriorExchange?
  ) {
    self.network = network
    self.networks = networks
    self.card = card
    self.features = features
    self.unlikeness = unlikeness
    self.identity = identity
    self.exchange = exchange
    transform = FourierTransform(count: card.encoder.acquisition.points)
  }

  /// The same network, whose answers are under another prior.
  /// - Throws: ``NetworkError/noExchange(reason:)`` where the bundle records no prior, the new one lacks an amount, or the
  ///   network does not tell the covariance.
  public func under(_ prior: AmountDistribution) throws(NetworkError) -> NetworkQuantifier {
    guard network.architecture.loss == .gaussianCovariance else {
      throw .noExchange(
        reason:
          "it tells amounts one by one, and only of one that tells their covariance (loss gaussianCovariance) can "
          + "priors be exchanged")
    }
    return NetworkQuantifier(
      network: network, networks: networks, card: card, features: features, unlikeness: unlikeness, identity: identity,
      exchange: try PriorExchange(of: card, for: prior))
  }

  /// - Throws: ``NetworkError/protocolMismatch(_:)`` when the signal is not of the kind the network was trained on.
  public func quantify(_ fid: FID) throws -> Quantification { try quantify([fid])[0] }

  /// Many at once.
  public func quantify(_ fids: [FID]) throws -> [Quantification] {
    let encoder = card.encoder
    var inputs: [Float] = []
    var sideInputs: [Float] = []
    var prepared: [(fid: FID, noise: NoiseEstimate, doubts: [Doubt])] = []
    for fid in fids {
      try Task.checkCancellation()
      let cut = try accepted(fid)
      let encoded = encoder.encoded(cut, transform: transform)
      let noise = NoiseEstimate(of: cut)
      if features == nil {
        inputs += encoded.inputs
        sideInputs += encoded.sideInputs
      }
      prepared.append(
        (
          cut, noise,
          card.doubts(inputs: encoded.inputs, sideInputs: encoded.sideInputs, noise: noise.temporal)
            + (exchange.map { $0.beyond.isEmpty ? [] : [.priorBeyondTraining(names: $0.beyond)] } ?? [])
        ))
    }
    var unlike = fids.map { _ in [Doubt]() }
    if let features {
      (inputs, sideInputs) = features.encoded(prepared.map(\.fid), noises: prepared.map(\.noise.spectral))
      unlike = features.doubts(inputs: inputs, sideInputs: sideInputs)
      if let unlikeness {
        let numbers = features.numbers(inputs: inputs, sideInputs: sideInputs)
        unlike = try zip(unlike, unlikeness.doubts(of: prepared.map(\.fid), numbers: numbers)).map { $1 + $0 }
      }
    }
    let answers = try answers(inputs: inputs, sideInputs: sideInputs, count: fids.count)
    return prepared.indices.map { place in
      let answer = answers[place]
      let amounts = answer.amounts(of: card)
      return Quantification(
        method: method, unit: .millimolar, amounts: amounts, covariance: answer.covariance(of: amounts, card),
        quality: quality(of: prepared[place].fid, noise: prepared[place].noise.spectral),
        doubts: prepared[place].doubts + unlike[place] + apart(answer) + unlearnt(answer, amounts)
          + unidentified(amounts))
    }
  }

  /// The signal with as many points as the network has seen.
  /// - Throws: ``NetworkError/protocolMismatch(_:)``.
  func accepted(_ fid: FID) throws(NetworkError) -> FID {
    try card.requireMatch(of: fid.acquisition)
    let points = card.encoder.acquisition.points
    return fid.acquisition.points == points ? fid : fid.resized(to: points)
  }

  /// What the network says of spectra, and nothing of whether they are like those of its training.
  /// - Throws: as ``quantify(_:)-(FID)``.
  func answers(to fids: [FID]) throws -> [NetworkAnswer] {
    let seen = try fids.map(accepted)
    try Task.checkCancellation()
    if let features {
      let (inputs, sideInputs) = features.encoded(seen)
      return try answers(inputs: inputs, sideInputs: sideInputs, count: fids.count)
    }
    let encoded = seen.map { card.encoder.encoded($0, transform: transform) }
    return try answers(
      inputs: encoded.flatMap(\.inputs), sideInputs: encoded.flatMap(\.sideInputs), count: fids.count)
  }

  /// What the network says of spectra, calibrated, under the prior that is asked for.
  func answers(inputs: [Float], sideInputs: [Float], count: Int) throws -> [NetworkAnswer] {
    let told = try networks.prediction(inputs: inputs, sideInputs: sideInputs, count: count)
    let prediction = try card.calibration?.applied(to: told.prediction) ?? told.prediction
    return try (0..<count).map { place in
      var answer = try answer(prediction, place)
      answer.spread = told.spreads?[place]
      return answer
    }
  }

  /// What the network says of one spectrum, under the prior that is asked for.
  private func answer(_ prediction: GaussianPrediction, _ place: Int) throws -> NetworkAnswer {
    let own = place * prediction.targets..<(place + 1) * prediction.targets
    let (means, covariance) = (Array(prediction.means[own]), prediction.covariances?[place])
    guard let exchange, let covariance else {
      return NetworkAnswer(means: means, deviations: Array(prediction.deviations[own]), covariance: covariance)
    }
    let exchanged = try exchange.answer(GaussianDensity(mean: means, covariance: covariance))
    return NetworkAnswer(
      means: exchanged.mean, deviations: exchanged.covariance.diagonal.map { $0.squareRoot() },
      covariance: exchanged.covariance)
  }

  /// Where networks that answer together lie further apart than of ordinary spectra.
  private func apart(_ answer: NetworkAnswer) -> [Doubt] {
    guard let spread = answer.spread, let limit = card.spreadLimit, spread > limit else { return [] }
    return [
      .unlikeTraining(
        what: "the distance of networks that answer together from one another (deviations)", value: spread,
        limit: limit)
    ]
  }

  /// The amounts that another prior has taken beyond the training's spectra.
  private func unlearnt(_ answer: NetworkAnswer, _ amounts: [Amount]) -> [Doubt] {
    (exchange?.unlearnt(answer.means) ?? []).map { k in
      let middle = card.logMeans[k]
      let reach = PriorExchange.reach * card.logDeviations[k]
      return .outsideTraining(
        quantity: "\(card.targets[k]) (mM)", value: amounts[k].value,
        trained: Double.exp(middle - reach)...Double.exp(middle + reach))
    }
  }

  private func quality(of fid: FID, noise: Double) -> Quality {
    let spectrum = transform.centredSpectrum(of: fid.samples, dwellTime: fid.acquisition.dwellTime)
    let range = card.encoder.firstPoint..<card.encoder.firstPoint + card.encoder.points
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
