import Foundation
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

  /// Trains the qCNN; `prior` standardises the targets.
  /// - Throws: `NetworkError`, ``StudyError/basisMissing(species:basis:)`` where the spectra lack a target.
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
      throw StudyError.basisMissing(
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
    let architecture = try studyProtocol.architecture(
      for: .quantification, points: encoder.points, targets: targets.count)
    let trained = try train(
      architecture, as: studyProtocol.network(for: .quantification), on: training, validation: validation,
      epochs: section.quantificationEpochs,
      stream: settings.stream.child("qCNN"), title: "qCNN", checkpoints: checkpoints)
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
    let architecture = try studyProtocol.architecture(for: .classification, points: encoder.points, targets: 1)
    let trained = try train(
      architecture, as: studyProtocol.network(for: .classification), on: training, validation: validation,
      epochs: studyProtocol.training.classificationEpochs,
      stream: settings.stream.child("cCNN"), title: "cCNN", checkpoints: checkpoints)
    let card = try card(
      .classification, targets: [studyProtocol.cohort.positiveGroup], means: [], deviations: [], calibration: nil,
      basis: basis, training: training)
    return TrainedStage(bundle: NetworkBundle(network: trained.network, card: card), curve: trained.curve)
  }

  /// All spectra of a source as a network sees them.
  private func encoded(
    _ source: some SpectrumSource, title: String, label: @escaping @Sendable (LabelledSpectrum) -> [Float]
  ) async throws -> ExampleArray {
    let encoder = self.encoder
    let transform = FourierTransform(count: encoder.acquisition.points)
    let blocks = stride(from: 0, to: source.count, by: 250).map { $0..<min($0 + 250, source.count) }
    let batches = try await settings.worker.map(blocks, title, unit: "blocks of 250") { block in
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
    _ architecture: NetworkArchitecture, as network: StudyProtocol.NetworkSection, on training: ExampleArray,
    validation: ExampleArray, epochs: Int, stream: RandomStream, title: String, checkpoints: URL?
  ) throws -> (network: TrainedNetwork, curve: TrainingCurve) {
    let section = studyProtocol.training
    let steps = max(1, epochs * training.count / network.batchSize)
    let trainer = try Trainer(
      architecture: architecture,
      options: network.options(
        steps: steps, validations: section.validations, engineThreads: section.engineThreads),
      stream: stream)
    let progress = settings.worker.progress(of: title, total: steps, unit: "steps")
    let result = try trainer.train(on: training, validation: validation, checkpoints: checkpoints) { _ in
      progress.advance(by: 1)
    }
    progress.finish()
    return result
  }

  private func card(
    _ task: NetworkCard.Task, targets: [String], means: [Double], deviations: [Double],
    calibration: GaussianCalibration?, basis: BasisSet, training: ExampleArray
  ) throws -> NetworkCard {
    let spectra = training.examples(at: Array(0..<training.count))
    let domain = try TrainingDomain(
      inputs: spectra.inputs, sideInputs: spectra.sideInputs, frequencyStep: encoder.acquisition.frequencyStep)
    let noise = SpectrumGenerator(studyProtocol, basis: basis).spectrumNoiseRange
    return NetworkCard(
      task: task, studyProtocol: studyProtocol.name, encoder: encoder, targets: targets, logMeans: means,
      logDeviations: deviations, calibration: calibration, trainedNoise: [noise.lowerBound, noise.upperBound],
      domain: domain, basisHash: BasisDigest(basis).sha256,
      basisFingerprint: BasisFingerprint(of: basis, on: encoder.acquisition), seed: settings.stream.key,
      trainingExamples: training.count, notice: Self.syntheticNotice)
  }
}
