import Foundation
import MRSConfiguration
import MRSCore
import MRSFormats
import MRSModel
import MRSNetworks
import MRSProfile
import MRSSynthesis
import Numerics

/// Trains the networks of a study.
public struct NetworkTraining: Sendable {
  public let settings: StudySettings

  public init(_ settings: StudySettings) { self.settings = settings }

  private var studyProtocol: StudyProtocol { settings.studyProtocol }

  /// The notice that goes with every network trained on made-up patients.
  static let syntheticNotice =
    "Trained on simulated spectra whose priors come from synthetic patients. Not validated on people; not for diagnosis."

  private static let intendedUse =
    "Research: amounts in mM of liver tissue from one averaged FID of the acquisition on record, scaled by its water scan. "
    + "Not a medical device; no diagnosis hangs on it."

  private static let limits = [
    "Signals of another nucleus, field, sequence, echo or repetition time, dwell time, or of fewer points are refused.",
    "Answers are under the prior on record; of another population they are under another (--prior).",
    "What T2 of the species makes uncertain is not in them: it is added where amounts are in mM of tissue.",
    "Signals unlike the training are told by the ranges on record, not all of them: how often is in Documentation/Doubts.md.",
  ]

  /// How spectra of this protocol are shown to a network: compressed from a few times the median noise on
  /// (`training.encoderNoise`).
  public var encoder: SpectrumEncoder {
    let grid = studyProtocol.spectralAcquisition
    let noise =
      studyProtocol.noiseAtUnitSignalToNoise / studyProtocol.nuisances.signalToNoise.median
      * grid.dwellTime * Double(grid.points).squareRoot()
    return SpectrumEncoder(
      acquisition: grid, window: studyProtocol.profile.spectralWindow,
      scale: studyProtocol.training.encoderNoise * noise)
  }

  /// Trains the qCNN on kept or drawn spectra; `prior` standardises the targets.
  /// - Throws: `NetworkError`, ``StudyError/basisMissing(species:basis:)`` where the spectra lack a target.
  public func trainQuantifier(
    on spectra: (training: some SpectrumSource, validation: some SpectrumSource), prior: AmountDistribution,
    basis: BasisSet, checkpoints: URL? = nil
  ) async throws -> TrainedStage {
    let network = try studyProtocol.network(for: .quantification)
    let inputs = try await inputs(of: network, prior: prior, basis: basis, checkpoints: checkpoints)
    let targets = try targets(of: network, prior: prior, species: spectra.training.species)
    let training = try await encoded(spectra.training, as: inputs, title: "Spectra for the qCNN", label: targets.values)
    let steps = max(1, studyProtocol.training.quantificationEpochs * training.count / network.batchSize)
    return try await trainQuantifier(
      network, inputs: inputs, targets: targets, prior: prior, steps: steps, shuffles: true, on: training,
      like: spectra.training, validation: spectra.validation, basis: basis, checkpoints: checkpoints)
  }

  /// Trains the qCNN on spectra that are made while it trains, each of which no file ever holds.
  /// - Throws: `NetworkError`, `StudyError`.
  public func trainQuantifier(
    prior: AmountDistribution, basis: BasisSet, checkpoints: URL? = nil
  ) async throws -> TrainedStage {
    let network = try studyProtocol.network(for: .quantification)
    let inputs = try await inputs(of: network, prior: prior, basis: basis, checkpoints: checkpoints)
    let spectra = TrainingSpectra(settings, basis: basis).quantification(prior: prior)
    let source = spectra.training.counting(network.streamedExamples)
    let targets = try targets(of: network, prior: prior, species: source.species)
    let stream = ExampleStream(
      count: network.streamedExamples * network.repeats,
      sizes: (inputs.size, inputs.sideInputs, targets.names.count),
      block: min(network.streamedExamples, ExampleStream.usualBlock), repeats: network.repeats,
      stream: settings.stream.child("qCNN").child("stream"), tasks: settings.worker.tasks
    ) { range in
      try inputs.examples(source.spectra(in: range), label: targets.values)
    }
    return try await trainQuantifier(
      network, inputs: inputs, targets: targets, prior: prior, steps: max(1, stream.count / network.batchSize),
      shuffles: false,
      on: stream, like: source, validation: spectra.validation, basis: basis, checkpoints: checkpoints)
  }

  private func trainQuantifier(
    _ network: StudyProtocol.NetworkSection, inputs: NetworkInputs, targets: QuantificationTargets,
    prior: AmountDistribution, steps: Int, shuffles: Bool, on training: some ExampleSource,
    like spectra: some SpectrumSource,
    validation: some SpectrumSource, basis: BasisSet, checkpoints: URL?
  ) async throws -> TrainedStage {
    let ordinary = validation
    let validation = try await encoded(ordinary, as: inputs, title: "Validation spectra", label: targets.values)
    let trained = try members(
      of: network, inputs: inputs, targets: targets.names.count, steps: steps, shuffles: shuffles, on: training,
      validation: validation, checkpoints: checkpoints)
    let networks = trained.map(\.network)
    let everything = validation.examples(at: Array(0..<validation.count))
    let told = try networks.prediction(
      of: everything, count: validation.count, targets: targets.names.count,
      threads: studyProtocol.training.engineThreads)
    let calibration = try GaussianCalibration(
      of: told.prediction, truths: everything.targets.map(Double.init), criterion: .coverage(0.9))
    let card = try await card(
      .quantification, targets: targets.names, means: targets.logMeans, deviations: targets.logDeviations,
      calibration: calibration, prior: prior, basis: basis, spectra: spectra,
      training: record(
        of: network, named: studyProtocol.training.quantification, steps: steps, examples: spectra.count,
        validation: validation.count, curve: trained[0].curve)
    ).limited(bySpreads: told.spreads)
    let unlikeness = try await unlikeness(of: inputs.features, prior: prior, basis: basis, checkpoints: checkpoints)
    let quantifier = try NetworkQuantifier(
      network: networks[0], companions: Array(networks.dropFirst()), card: card, features: inputs.features,
      unlikeness: unlikeness)
    let limited = try await card.doubting(by: unlikeness).limited(
      byReconstructions: reconstructions(of: ordinary, by: quantifier, prior: prior, basis: basis))
    let certificate = try await MethodEvaluation(settings, basis: basis, prior: prior, network: quantifier)
      .certificate(examples: studyProtocol.training.validationExamples)
    return try stage(
      trained[0], card: certificate.map(limited.certified) ?? limited, features: inputs.features,
      unlikeness: unlikeness,
      companions: Array(networks.dropFirst()))
  }

  /// The network of the protocol's doubts, where there is one, and features that it can see.
  private func unlikeness(
    of features: FeatureExtractor?, prior: AmountDistribution, basis: BasisSet, checkpoints: URL?
  ) async throws -> UnlikenessNetwork? {
    guard let features, studyProtocol.tellsDoubts else { return nil }
    return try await UnlikenessTraining(
      training: self, generator: SpectrumGenerator(studyProtocol, basis: basis), prior: prior, features: features
    ).trained(studyProtocol.network(for: .doubts), checkpoints: checkpoints)
  }

  func stage(
    _ trained: (network: TrainedNetwork, curve: TrainingCurve), card: NetworkCard, features: FeatureExtractor? = nil,
    unlikeness: UnlikenessNetwork? = nil, companions: [TrainedNetwork] = [],
    quantifier: NetworkBundle<NetworkCard>? = nil
  ) throws -> TrainedStage {
    TrainedStage(
      bundle: NetworkBundle(
        network: trained.network, card: card, features: features, unlikeness: unlikeness,
        studyProtocol: try ConfigurationFile.encode(studyProtocol), companions: companions, quantifier: quantifier),
      curve: trained.curve)
  }

  func record(
    of network: StudyProtocol.NetworkSection, named name: String, steps: Int, examples: Int, validation: Int,
    curve: TrainingCurve
  ) -> TrainingRecord {
    let shown = Double(steps * network.batchSize)
    return TrainingRecord(
      hepatica: Versions.current, libtorch: NetworkEngine.version, network: name, examples: examples,
      repeats: max(1, Int((shown / Double(max(examples, 1))).rounded())), batchSize: network.batchSize, steps: steps,
      precision: studyProtocol.training.productPrecision.available,
      validationExamples: validation, validationLoss: curve.best?.validationLoss ?? .nan)
  }

  private func targets(
    of network: StudyProtocol.NetworkSection, prior: AmountDistribution, species: [String]
  ) throws -> QuantificationTargets {
    try QuantificationTargets(
      studyProtocol.names(toldBy: network), prior: prior, species: species,
      leastAmount: studyProtocol.training.leastAmount)
  }

  private func inputs(
    of network: StudyProtocol.NetworkSection, prior: AmountDistribution, basis: BasisSet, checkpoints: URL?
  ) async throws -> NetworkInputs {
    guard let recipe = network.features else { return NetworkInputs(encoder: encoder) }
    let learnt = LearntFeatures(
      settings: settings, encoder: encoder, generator: SpectrumGenerator(studyProtocol, basis: basis), prior: prior)
    return NetworkInputs(
      encoder: encoder,
      features: try await learnt.extractor(
        recipe, telling: studyProtocol.names(toldBy: network).count, checkpoints: checkpoints))
  }

  /// All spectra of a source as a network sees them.
  func encoded(
    _ source: some SpectrumSource, as inputs: NetworkInputs, title: String,
    label: @escaping @Sendable (LabelledSpectrum) -> [Float]
  ) async throws -> ExampleArray {
    let blocks = stride(from: 0, to: source.count, by: 250).map { $0..<min($0 + 250, source.count) }
    let batches = try await settings.worker.map(blocks, title, unit: "blocks of 250") { block in
      try inputs.examples(try source.spectra(in: block), label: label)
    }
    let all = ExampleBatch(
      inputs: batches.flatMap(\.inputs), sideInputs: batches.flatMap(\.sideInputs), targets: batches.flatMap(\.targets))
    return try ExampleArray(
      count: source.count, inputSize: inputs.size, sideInputSize: inputs.sideInputs,
      targetSize: all.targets.count / max(1, source.count), examples: all)
  }

  func train(
    _ architecture: NetworkArchitecture, as network: StudyProtocol.NetworkSection, on training: some ExampleSource,
    validation: ExampleArray, steps: Int, shuffles: Bool, stream: RandomStream, title: String, checkpoints: URL?
  ) throws -> (network: TrainedNetwork, curve: TrainingCurve) {
    var options = network.options(steps: steps, training: studyProtocol.training)
    options.shuffles = shuffles
    let trainer = try Trainer(architecture: architecture, options: options, stream: stream)
    let progress = settings.worker.progress(of: title, total: steps, unit: "steps")
    let result = try trainer.train(on: training, validation: validation, checkpoints: checkpoints) { _ in
      progress.advance(by: 1)
    }
    progress.finish()
    return (network.weightBits == 16 ? try result.network.roundedToHalf() : result.network, result.curve)
  }

  /// Spectra that the card's ranges are learnt from, of those of a training.
  private static let mostForRanges = 40_000

  func card(
    _ task: NetworkCard.Task, sees: StudyProtocol.NetworkSection.Seen? = nil, targets: [String], means: [Double],
    deviations: [Double],
    calibration: GaussianCalibration?, prior: AmountDistribution?, basis: BasisSet, spectra: some SpectrumSource,
    training: TrainingRecord
  ) async throws -> NetworkCard {
    let noise = SpectrumGenerator(studyProtocol, basis: basis).spectrumNoiseRange
    return NetworkCard(
      task: task, studyProtocol: studyProtocol.name, encoder: encoder, targets: targets, logMeans: means,
      logDeviations: deviations, calibration: calibration, prior: prior,
      trainedNoise: [noise.lowerBound, noise.upperBound],
      domain: sees == .answers ? nil : try await domain(of: spectra),
      basisHash: BasisDigest(basis).sha256,
      basisFingerprint: BasisFingerprint(of: basis, on: encoder.acquisition), seed: settings.stream.key,
      trainingExamples: spectra.count, notice: Self.syntheticNotice, intendedUse: Self.intendedUse,
      limits: Self.limits, training: training)
  }

  /// What spectra of a training are like.
  private func domain(of spectra: some SpectrumSource) async throws -> TrainingDomain {
    let shown = NetworkInputs(encoder: encoder)
    let blocks = stride(from: 0, to: min(spectra.count, Self.mostForRanges), by: 250).map {
      $0..<min($0 + 250, spectra.count, Self.mostForRanges)
    }
    let batches = try await blocks.concurrentMap(tasks: settings.worker.tasks) { block in
      try shown.examples(try spectra.spectra(in: block)) { _ in [] }
    }
    return try TrainingDomain(
      inputs: batches.flatMap(\.inputs), sideInputs: batches.flatMap(\.sideInputs),
      frequencyStep: encoder.acquisition.frequencyStep)
  }
}
