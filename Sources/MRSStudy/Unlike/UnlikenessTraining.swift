import Foundation
import MRSCore
import MRSModel
import MRSNetworks
import MRSProfile
import MRSSynthesis

/// Trains the network that tells spectra of every ``UnlikeKind`` from ordinary ones by the features of a qCNN.
struct UnlikenessTraining {
  let training: NetworkTraining
  let generator: SpectrumGenerator
  /// Of the amounts in the qCNN's training.
  let prior: AmountDistribution
  let features: FeatureExtractor

  private var settings: StudySettings { training.settings }
  /// Ordinary spectra that limits are learnt from, for each one that a training is validated on, and at most.
  private static let ordinary = (times: 10, most: 40_000)

  /// - Parameter section: of the protocol.
  /// - Throws: `NetworkError`, `SimulationError`, `ProfileError`, `CancellationError`.
  func trained(_ section: StudyProtocol.NetworkSection, checkpoints: URL?) async throws -> UnlikenessNetwork {
    let kinds = UnlikeKind.all
    let stream = settings.stream.child("unlikeness")
    let validationCount = settings.studyProtocol.training.validationExamples
    let source = try await UnlikeTrainingSpectra(
      count: section.streamedExamples, prior: prior, generator: generator, stream: stream.child("training"),
      worker: settings.worker)
    let fresh = source.drawing(validationCount, from: stream.child("validation"))
    let inputs = inputs(section.spectrograms ?? [], learningFrom: fresh, count: validationCount)
    let size = features.count + inputs.count
    let planted = ExampleStream(
      count: section.streamedExamples * section.repeats, sizes: (size, 0, kinds.count),
      block: min(section.streamedExamples, ExampleStream.usualBlock), repeats: section.repeats,
      stream: stream.child("order"), tasks: settings.worker.tasks
    ) { range in examples(of: source.spectra(in: range), as: inputs) }
    let validation = examples(of: fresh.spectra(in: 0..<validationCount), as: inputs)
    let result = try training.train(
      section.architecture(numbers: size, targets: kinds.count), as: section, on: planted,
      validation: try ExampleArray(
        count: validationCount, inputSize: size, sideInputSize: 0, targetSize: kinds.count,
        examples: validation),
      steps: max(1, planted.count / section.batchSize), shuffles: false, stream: stream, title: "Doubts",
      checkpoints: checkpoints?.appending(path: "unlikeness"))
    let network = try UnlikenessNetwork(
      kinds: kinds.map { .init(name: $0.name, title: $0.title, falseAlarms: $0.falseAlarms) },
      inputs: inputs, network: result.network)
    return try network.limited(
      by: try await ordinaryInputs(stream.child("ordinary"), as: inputs, like: validationCount))
  }

  /// What is learnt of spectrograms, of spectra of all kinds.
  private func inputs(
    _ spectrograms: [Spectrogram], learningFrom spectra: UnlikeTrainingSpectra, count: Int
  ) -> UnlikenessInputs {
    guard !spectrograms.isEmpty else { return .features }
    let studyProtocol = settings.studyProtocol
    return UnlikenessInputs(
      spectrograms: spectrograms,
      scale: studyProtocol.noiseAtUnitSignalToNoise / studyProtocol.nuisances.signalToNoise.median,
      learningFrom: spectra.spectra(in: 0..<min(count, Self.mostLearnt)).map(\.fid))
  }

  /// Spectra that the spectrograms' means and deviations are learnt of.
  private static let mostLearnt = 4000

  private func examples(of spectra: [LabelledSpectrum], as inputs: UnlikenessInputs) -> ExampleBatch {
    let kinds = UnlikeKind.all.count
    return ExampleBatch(
      inputs: inputs.inputs(of: spectra.map(\.fid), by: features),
      targets: spectra.flatMap { spectrum in (1...kinds).map { $0 == spectrum.group ? 1 : 0 } })
  }

  /// Those of fresh ordinary spectra.
  private func ordinaryInputs(
    _ stream: RandomStream, as inputs: UnlikenessInputs, like validation: Int
  ) async throws -> [Float] {
    let synthesizer = generator.synthesizer(amounts: prior)
    let count = min(Self.ordinary.times * validation, Self.ordinary.most)
    let blocks = stride(from: 0, to: count, by: 250).map { $0..<min($0 + 250, count) }
    return try await settings.worker.map(blocks, "Limits of doubts", unit: "blocks of 250") { block in
      inputs.inputs(of: block.map { synthesizer.example($0, of: stream).fid }, by: features)
    }.flatMap(\.self)
  }
}
