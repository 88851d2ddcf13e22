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

  /// How spectra of this protocol are shown to a network: compressed from twice the median noise on.
  public var encoder: SpectrumEncoder {
    let grid = studyProtocol.spectralAcquisition
    let noise = studyProtocol.noiseAtUnitSignalToNoise / 18 * grid.dwellTime * Double(grid.points).squareRoot()
    return SpectrumEncoder(acquisition: grid, window: studyProtocol.spectralWindow, scale: 2 * noise)
  }

  /// Trains the qCNN on spectra drawn from the widened prior of both groups.
  /// - Throws: `NetworkError`.
  public func trainQuantifier(prior: AmountDistribution, basis: BasisSet) async throws -> TrainedStage {
    let targets = studyProtocol.targets
    let encoder = self.encoder
    let indices = targets.compactMap { prior.names.firstIndex(of: $0) }
    let means = indices.map { prior.logMeans[$0] }
    let deviations = indices.map { prior.logDeviation($0) }
    let synthesizer = synthesizer(amounts: prior, basis: basis)
    let section = studyProtocol.training
    let label: @Sendable (Example) -> [Float] = { example in
      zip(indices, zip(means, deviations)).map { k, scale in
        Float((Double.log(max(example.parameters.amounts[k], 1e-12)) - scale.0) / scale.1)
      }
    }
    let sets = stream.child("quantification")
    let training = try await encoded(
      section.quantificationExamples, of: [(synthesizer, label)], stream: sets.child("training"), encoder: encoder,
      title: "Spectra for the qCNN")
    let validation = try await encoded(
      section.validationExamples, of: [(synthesizer, label)], stream: sets.child("validation"), encoder: encoder,
      title: "Validation spectra")
    let architecture = try NetworkArchitecture(
      inputChannels: SpectrumEncoder.channels, inputPoints: encoder.points, sideInputs: SpectrumEncoder.sideInputs,
      dropout: 0.05, targets: targets.count, loss: .gaussianNegativeLogLikelihood(beta: 0))
    let trained = try train(
      architecture, on: training, validation: validation, epochs: section.quantificationEpochs,
      stream: sets.child("network"), title: "qCNN")
    let everything = validation.examples(at: Array(0..<validation.count))
    let calibration = try GaussianCalibration(
      of: trained.network.gaussianPrediction(
        inputs: everything.inputs, sideInputs: everything.sideInputs, count: validation.count,
        threads: section.engineThreads),
      truths: everything.targets.map(Double.init), criterion: .coverage(0.9))
    let card = card(
      .quantification, targets: targets, means: means, deviations: deviations, calibration: calibration, basis: basis,
      examples: section.quantificationExamples)
    return TrainedStage(bundle: NetworkBundle(network: trained.network, card: card), curve: trained.curve)
  }

  /// Trains the cCNN on spectra drawn in equal numbers from the priors of the two groups; all nuisances are shared.
  /// - Throws: `NetworkError`, `StageError`.
  public func trainClassifier(prior: CohortPrior, basis: BasisSet) async throws -> TrainedStage {
    let cohort = studyProtocol.cohort
    guard let negative = prior.groups[cohort.negativeGroup], let positive = prior.groups[cohort.positiveGroup] else {
      throw StageError.groupWithoutPrior(
        groups: [cohort.negativeGroup, cohort.positiveGroup], found: prior.groups.keys.sorted())
    }
    let encoder = self.encoder
    let section = studyProtocol.training
    let zero: @Sendable (Example) -> [Float] = { _ in [0] }
    let one: @Sendable (Example) -> [Float] = { _ in [1] }
    let sources = [
      (synthesizer(amounts: negative, basis: basis), zero), (synthesizer(amounts: positive, basis: basis), one),
    ]
    let sets = stream.child("classification")
    let training = try await encoded(
      section.classificationExamples, of: sources, stream: sets.child("training"), encoder: encoder,
      title: "Spectra for the cCNN")
    let validation = try await encoded(
      section.validationExamples, of: sources, stream: sets.child("validation"), encoder: encoder,
      title: "Validation spectra")
    let architecture = try NetworkArchitecture(
      inputChannels: SpectrumEncoder.channels, inputPoints: encoder.points, sideInputs: SpectrumEncoder.sideInputs,
      headWidth: 64, dropout: 0.3, targets: 1, loss: .binaryCrossEntropy)
    let trained = try train(
      architecture, on: training, validation: validation, epochs: section.classificationEpochs,
      stream: sets.child("network"), title: "cCNN")
    let card = card(
      .classification, targets: [cohort.positiveGroup], means: [], deviations: [], calibration: nil, basis: basis,
      examples: section.classificationExamples)
    return TrainedStage(bundle: NetworkBundle(network: trained.network, card: card), curve: trained.curve)
  }

  /// Spectra whose amounts are distributed as `amounts`, with the protocol's nuisances and corruptions.
  public func synthesizer(amounts: AmountDistribution, basis: BasisSet) -> SpectrumSynthesizer {
    SpectrumSynthesizer(
      model: studyProtocol.forwardModel(basis: basis), prior: studyProtocol.signalPrior(amounts: amounts),
      corruptions: studyProtocol.corruptions)
  }

  /// `count` encoded examples, example i from source i mod (number of sources) and child i of the stream.
  private func encoded(
    _ count: Int, of sources: [(SpectrumSynthesizer, @Sendable (Example) -> [Float])], stream: RandomStream,
    encoder: SpectrumEncoder, title: String
  ) async throws -> ExampleArray {
    let transform = FourierTransform(count: encoder.acquisition.points)
    let blocks = stride(from: 0, to: count, by: 250).map { $0..<min($0 + 250, count) }
    let batches = try await map(blocks, title, unit: "blocks of 250") { block in
      var batch = ExampleBatch(inputs: [], targets: [])
      for index in block {
        let (synthesizer, label) = sources[index % sources.count]
        let example = synthesizer.example(index, of: stream)
        let encoded = encoder.encoded(example.fid, transform: transform)
        batch.inputs += encoded.inputs
        batch.sideInputs += encoded.sideInputs
        batch.targets += label(example)
      }
      return batch
    }
    let all = ExampleBatch(
      inputs: batches.flatMap(\.inputs), sideInputs: batches.flatMap(\.sideInputs), targets: batches.flatMap(\.targets))
    return try ExampleArray(
      count: count, inputSize: SpectrumEncoder.channels * encoder.points, sideInputSize: SpectrumEncoder.sideInputs,
      targetSize: all.targets.count / count, examples: all)
  }

  private func train(
    _ architecture: NetworkArchitecture, on training: ExampleArray, validation: ExampleArray, epochs: Int,
    stream: RandomStream, title: String
  ) throws -> (network: TrainedNetwork, curve: TrainingCurve) {
    let section = studyProtocol.training
    let steps = max(1, epochs * training.count / section.batchSize)
    let trainer = try Trainer(
      architecture: architecture,
      options: TrainingOptions(
        steps: steps, batchSize: section.batchSize, learningRate: section.learningRate,
        warmUpSteps: max(1, min(100, steps / 10)), validationInterval: max(1, steps / 25),
        engineThreads: section.engineThreads),
      stream: stream)
    let reporter = ProgressReporter(title, total: steps, unit: "steps", style: progress)
    let result = try trainer.train(on: training, validation: validation) { _ in reporter.advance() }
    reporter.finish()
    return result
  }

  private func card(
    _ task: NetworkCard.Task, targets: [String], means: [Double], deviations: [Double],
    calibration: GaussianCalibration?, basis: BasisSet, examples: Int
  ) -> NetworkCard {
    let unit = studyProtocol.noiseAtUnitSignalToNoise
    return NetworkCard(
      task: task, studyProtocol: studyProtocol.name, encoder: encoder, targets: targets, logMeans: means,
      logDeviations: deviations, calibration: calibration, trainedNoise: [unit / 60, unit / 5],
      basisHash: basis.sha256, seed: stream.key, trainingExamples: examples, notice: Self.syntheticNotice)
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
