import Crypto
import Foundation
import MRSCore
import MRSModel
import MRSNetworks
import MRSSynthesis
import Numerics

/// A trained network with what a user must know of it.
public struct TrainedStage: Sendable {
  public let bundle: NetworkBundle<NetworkCard>
  public let curve: TrainingCurve
}

extension StageContext {
  /// The notice that goes with every network trained on made-up patients.
  static let syntheticNotice =
    "Trained on simulated spectra whose priors come from synthetic patients. Not validated on people; not for diagnosis."

  /// How spectra of this protocol are shown to a network: compressed from a few times the median noise on
  /// (`training.encoderNoise`).
  public var encoder: SpectrumEncoder {
    let grid = studyProtocol.spectralAcquisition
    let noise =
      studyProtocol.noiseAtUnitSignalToNoise / studyProtocol.nuisances.signalToNoise.median
      * grid.dwellTime * Double(grid.points).squareRoot()
    return SpectrumEncoder(
      acquisition: grid, window: studyProtocol.spectralWindow, scale: studyProtocol.training.encoderNoise * noise)
  }

  /// The spectra the qCNN learns from: drawn from the widened prior of both groups together.
  public func quantificationSpectra(
    prior: AmountDistribution, basis: BasisSet
  ) -> (training: StreamedSpectra, validation: StreamedSpectra) {
    spectra(
      examples: studyProtocol.training.quantificationExamples, groups: ["all"],
      synthesizers: [synthesizer(amounts: prior, basis: basis)], stream: stream.child("quantification"))
  }

  /// The spectra the cCNN learns from: in equal numbers from the priors of the two groups, negative first. All
  /// nuisances are shared.
  /// - Throws: ``StageError/groupWithoutPrior(groups:found:)``.
  public func classificationSpectra(
    prior: CohortPrior, basis: BasisSet
  ) throws -> (training: StreamedSpectra, validation: StreamedSpectra) {
    let cohort = studyProtocol.cohort
    let groups = [cohort.negativeGroup, cohort.positiveGroup]
    let synthesizers = try groups.map { group in
      guard let amounts = prior.groups[group] else {
        throw StageError.groupWithoutPrior(groups: groups, found: prior.groups.keys.sorted())
      }
      return synthesizer(amounts: amounts, basis: basis)
    }
    return spectra(
      examples: studyProtocol.training.classificationExamples, groups: groups, synthesizers: synthesizers,
      stream: stream.child("classification"))
  }

  private func spectra(
    examples: Int, groups: [String], synthesizers: [SpectrumSynthesizer], stream: RandomStream
  ) -> (training: StreamedSpectra, validation: StreamedSpectra) {
    (
      StreamedSpectra(
        count: examples, groups: groups, synthesizers: synthesizers, stream: stream.child("training")),
      StreamedSpectra(
        count: studyProtocol.training.validationExamples, groups: groups, synthesizers: synthesizers,
        stream: stream.child("validation"))
    )
  }

  /// Trains the qCNN; `prior` standardises the targets.
  /// - Throws: `NetworkError`, ``StageError/basisMissing(species:basis:)`` where the spectra lack a target.
  public func trainQuantifier(
    on spectra: (training: some SpectrumSource, validation: some SpectrumSource), prior: AmountDistribution,
    basis: BasisSet, checkpoints: URL? = nil
  ) async throws -> TrainedStage {
    let targets = studyProtocol.targets
    let indices = targets.compactMap { spectra.training.species.firstIndex(of: $0) }
    let scales = targets.compactMap { target in
      prior.names.firstIndex(of: target).map { (mean: prior.logMeans[$0], deviation: prior.logDeviation($0)) }
    }
    guard indices.count == targets.count, scales.count == targets.count else {
      throw StageError.basisMissing(
        species: targets.filter { !spectra.training.species.contains($0) || !prior.names.contains($0) },
        basis: "of the training spectra")
    }
    let section = studyProtocol.training
    let label: @Sendable (LabelledSpectrum) -> [Float] = { spectrum in
      zip(indices, scales).map { k, scale in
        Float((Double.log(max(spectrum.amounts[k], section.leastAmount)) - scale.mean) / scale.deviation)
      }
    }
    let training = try await encoded(spectra.training, title: "Spectra for the qCNN", label: label)
    let validation = try await encoded(spectra.validation, title: "Validation spectra", label: label)
    let architecture = try studyProtocol.quantificationArchitecture(points: encoder.points, targets: targets.count)
    let trained = try train(
      architecture, on: training, validation: validation, epochs: section.quantificationEpochs,
      stream: stream.child("qCNN"), title: "qCNN", checkpoints: checkpoints)
    let everything = validation.examples(at: Array(0..<validation.count))
    let calibration = try GaussianCalibration(
      of: trained.network.gaussianPrediction(
        inputs: everything.inputs, sideInputs: everything.sideInputs, count: validation.count,
        threads: section.engineThreads),
      truths: everything.targets.map(Double.init), criterion: .coverage(0.9))
    let card = try card(
      .quantification, targets: targets, means: scales.map(\.mean), deviations: scales.map(\.deviation),
      calibration: calibration, basis: basis, training: training)
    return TrainedStage(bundle: NetworkBundle(network: trained.network, card: card), curve: trained.curve)
  }

  /// Trains the cCNN on spectra of two groups, the second the positive one.
  /// - Throws: `NetworkError`.
  public func trainClassifier(
    on spectra: (training: some SpectrumSource, validation: some SpectrumSource), basis: BasisSet,
    checkpoints: URL? = nil
  ) async throws -> TrainedStage {
    let label: @Sendable (LabelledSpectrum) -> [Float] = { [$0.group == 1 ? 1 : 0] }
    let training = try await encoded(spectra.training, title: "Spectra for the cCNN", label: label)
    let validation = try await encoded(spectra.validation, title: "Validation spectra", label: label)
    let architecture = try studyProtocol.classificationArchitecture(points: encoder.points)
    let trained = try train(
      architecture, on: training, validation: validation, epochs: studyProtocol.training.classificationEpochs,
      stream: stream.child("cCNN"), title: "cCNN", checkpoints: checkpoints)
    let card = try card(
      .classification, targets: [studyProtocol.cohort.positiveGroup], means: [], deviations: [], calibration: nil,
      basis: basis, training: training)
    return TrainedStage(bundle: NetworkBundle(network: trained.network, card: card), curve: trained.curve)
  }

  /// Spectra whose amounts are distributed as `amounts`, with the protocol's nuisances and corruptions.
  public func synthesizer(amounts: AmountDistribution, basis: BasisSet) -> SpectrumSynthesizer {
    SpectrumSynthesizer(
      model: studyProtocol.forwardModel(basis: basis), prior: studyProtocol.spectrumPrior(amounts: amounts),
      corruptions: studyProtocol.spectrumCorruptions)
  }

  /// All spectra of a source as a network sees them.
  private func encoded(
    _ source: some SpectrumSource, title: String, label: @escaping @Sendable (LabelledSpectrum) -> [Float]
  ) async throws -> ExampleArray {
    let encoder = self.encoder
    let transform = FourierTransform(count: encoder.acquisition.points)
    let blocks = stride(from: 0, to: source.count, by: 250).map { $0..<min($0 + 250, source.count) }
    let batches = try await map(blocks, title, unit: "blocks of 250") { block in
      var batch = ExampleBatch(inputs: [], targets: [])
      for spectrum in try source.spectra(in: block) {
        let encoded = encoder.encoded(spectrum.fid, transform: transform)
        batch.inputs += encoded.inputs
        batch.sideInputs += encoded.sideInputs
        batch.targets += label(spectrum)
      }
      return batch
    }
    let all = ExampleBatch(
      inputs: batches.flatMap(\.inputs), sideInputs: batches.flatMap(\.sideInputs), targets: batches.flatMap(\.targets))
    return try ExampleArray(
      count: source.count, inputSize: SpectrumEncoder.channels * encoder.points,
      sideInputSize: SpectrumEncoder.sideInputs, targetSize: all.targets.count / max(1, source.count), examples: all)
  }

  private func train(
    _ architecture: NetworkArchitecture, on training: ExampleArray, validation: ExampleArray, epochs: Int,
    stream: RandomStream, title: String, checkpoints: URL?
  ) throws -> (network: TrainedNetwork, curve: TrainingCurve) {
    let section = studyProtocol.training
    let steps = max(1, epochs * training.count / section.batchSize)
    let trainer = try Trainer(
      architecture: architecture,
      options: TrainingOptions(
        steps: steps, batchSize: section.batchSize, learningRate: section.learningRate,
        warmUpSteps: max(1, min(section.warmUpSteps, steps / 10)),
        finalLearningRateFraction: section.finalLearningRateFraction,
        fixedStatisticsFraction: section.fixedStatisticsFraction, weightDecay: section.weightDecay,
        gradientNormLimit: section.gradientNormLimit, validationInterval: max(1, steps / section.validations),
        engineThreads: section.engineThreads),
      stream: stream)
    let reporter = ProgressReporter(title, total: steps, unit: "steps", style: progress)
    let result = try trainer.train(on: training, validation: validation, checkpoints: checkpoints) { _ in
      reporter.advance()
    }
    reporter.finish()
    return result
  }

  private func card(
    _ task: NetworkCard.Task, targets: [String], means: [Double], deviations: [Double],
    calibration: GaussianCalibration?, basis: BasisSet, training: ExampleArray
  ) throws -> NetworkCard {
    let spectra = training.examples(at: Array(0..<training.count))
    let domain = try TrainingDomain(
      inputs: spectra.inputs, sideInputs: spectra.sideInputs, frequencyStep: encoder.acquisition.frequencyStep)
    let noise = studyProtocol.spectrumNoiseRange
    return NetworkCard(
      task: task, studyProtocol: studyProtocol.name, encoder: encoder, targets: targets, logMeans: means,
      logDeviations: deviations, calibration: calibration, trainedNoise: [noise.lowerBound, noise.upperBound],
      domain: domain, basisHash: basis.sha256, seed: stream.key, trainingExamples: training.count,
      notice: Self.syntheticNotice)
  }
}

extension BasisSet {
  /// SHA-256 of the basis as sorted JSON: its identity in network cards and manifests.
  public var sha256: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    guard let data = try? encoder.encode(self) else { return "not encodable" }
    return SHA256.hash(data: data).map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }
}
