import MRSCore
import MRSModel

/// What a network is for and where it is from: the part of a bundle that people and programs check before using it.
public struct NetworkCard: Hashable, Sendable, Codable {
  /// What the network tells.
  public enum Task: String, Hashable, Sendable, Codable {
    case quantification
    case classification
  }

  public let task: Task
  /// The protocol's name.
  public let studyProtocol: String
  public let encoder: SpectrumEncoder
  /// The targets, or the positive group of a classification.
  public let targets: [String]
  /// The mean and deviation of the logarithm of each target's amount that standardise it.
  public let logMeans: [Double]
  public let logDeviations: [Double]
  public let calibration: GaussianCalibration?
  /// What amounts the training spectra had: what the network's answers take for granted; `nil` of a classification.
  public let prior: AmountDistribution?
  /// The noise of an FID sample that training was asked to have, mM: lowest and highest, or the middle 95 % where it was not
  /// bounded.
  public let trainedNoise: [Double]
  /// What the training spectra were like; `nil` in bundles of before it was recorded.
  public let domain: TrainingDomain?
  /// SHA-256 of the basis set.
  public let basisHash: String
  /// What of the basis set can be compared; `nil` in bundles of before it was recorded.
  public let basisFingerprint: BasisFingerprint?
  public let seed: UInt64
  public let trainingExamples: Int
  /// What must be said of these weights wherever they are used.
  public let notice: String
  /// What the network is for, and what it cannot, in sentences.
  public let intendedUse: String?
  public let limits: [String]?
  /// How it was trained; the whole protocol lies in the bundle beside the card. `nil` in bundles of before it was recorded.
  public let training: TrainingRecord?
  /// How well it did on spectra that it was not trained on; `nil` of a classification, and where that was not measured.
  public internal(set) var certificate: AccuracyCertificate?
  /// How far networks that answer together lie apart of at most 0.05 % of ordinary spectra; `nil` of one network.
  public internal(set) var spreadLimit: Double?
  /// How well ordinary spectra are made again from the network's amounts; `nil` where that was not measured.
  public internal(set) var reconstruction: ReconstructionLimits?
  /// What the network of doubts tells, and from where on; `nil` without one, and in bundles of before it was recorded here.
  public internal(set) var unlikeness: [UnlikenessNetwork.Kind]?

  public init(
    task: Task, studyProtocol: String, encoder: SpectrumEncoder, targets: [String], logMeans: [Double],
    logDeviations: [Double], calibration: GaussianCalibration?, prior: AmountDistribution?, trainedNoise: [Double],
    domain: TrainingDomain?,
    basisHash: String, basisFingerprint: BasisFingerprint? = nil, seed: UInt64, trainingExamples: Int, notice: String,
    intendedUse: String? = nil, limits: [String]? = nil, training: TrainingRecord? = nil
  ) {
    self.task = task
    self.studyProtocol = studyProtocol
    self.encoder = encoder
    self.targets = targets
    self.logMeans = logMeans
    self.logDeviations = logDeviations
    self.calibration = calibration
    self.prior = prior
    self.trainedNoise = trainedNoise
    self.domain = domain
    self.basisHash = basisHash
    self.basisFingerprint = basisFingerprint
    self.seed = seed
    self.trainingExamples = trainingExamples
    self.notice = notice
    self.intendedUse = intendedUse
    self.limits = limits
    self.training = training
  }

  /// The same with the limit of how far networks that answer together lie apart.
  /// - Parameter spreads: of ordinary spectra; `nil` of one network.
  public func limited(bySpreads spreads: [Double]?) -> NetworkCard {
    var card = self
    card.spreadLimit = spreads.flatMap { $0.isEmpty ? nil : TrainingDomain.range(of: $0, isOneSided: true)[1] }
    return card
  }

  /// The same with what was measured of the network.
  public func certified(by certificate: AccuracyCertificate) -> NetworkCard {
    var card = self
    card.certificate = certificate
    return card
  }

  /// The same with what ordinary spectra are like when they are made again from the network's amounts.
  public func limited(byReconstructions limits: ReconstructionLimits?) -> NetworkCard {
    var card = self
    card.reconstruction = limits
    return card
  }

  /// The same with the limits of a network of doubts.
  public func doubting(by network: UnlikenessNetwork?) -> NetworkCard {
    var card = self
    card.unlikeness = network?.kinds
    return card
  }

  /// Refuses what must not be shown to this network: another nucleus, field, sequence, TE, TR or dwell time
  /// (``Acquisition/mismatches(with:in:)``), or too few points.
  /// - Throws: ``NetworkError/protocolMismatch(_:)``.
  public func requireMatch(of found: Acquisition) throws(NetworkError) {
    let trained = encoder.acquisition
    var mismatches = found.mismatches(
      with: trained,
      in: [.nucleus, .spectrometerFrequency, .sequence, .echoTime, .repetitionTime, .dwellTime])
    if found.points < trained.points {
      mismatches.append(.init(field: .points, found: "\(found.points)", expected: "at least \(trained.points)"))
    }
    guard mismatches.isEmpty else {
      throw .protocolMismatch(
        mismatches.map { "\($0.field.rawValue) is \($0.found), the network was trained for \($0.expected)" })
    }
  }

  /// Refuses a basis that is not that of the training. A bundle that records nothing to compare is taken on trust.
  /// - Parameter name: of what has the basis, as `the protocol liver-3T-press30`.
  /// - Throws: ``NetworkError/otherBasis(of:differences:)``.
  public func requireMatch(of basis: BasisSet, named name: String) throws(NetworkError) {
    guard let trained = basisFingerprint else { return }
    let differences = trained.differences(from: BasisFingerprint(of: basis, on: encoder.acquisition))
    guard differences.isEmpty else { throw .otherBasis(of: name, differences: differences) }
  }

  /// In what an encoded spectrum is unlike those of the training; where the bundle does not tell, that it does not, and
  /// whether at least the noise (mM) is that of the training.
  func doubts(inputs: [Float], sideInputs: [Float], noise: Double) -> [Doubt] {
    if let domain { return domain.doubts(inputs: inputs[...], sideInput: sideInputs.first ?? 0) }
    var doubts = [Doubt.trainingNotRecorded]
    if let low = trainedNoise.first, let high = trainedNoise.last, !(low...high).contains(noise) {
      doubts.append(.outsideTraining(quantity: "the noise (mM)", value: noise, trained: low...high))
    }
    return doubts
  }
}
