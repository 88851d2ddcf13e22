import Foundation
import MRSCore
import MRSModel
import MRSNetworks
import MRSProfile
import MRSSynthesis

/// Trains the networks of a cCNN: each on its own share of the spectra, from its own stream, so that what their answers differ
/// by is what a call hangs on besides the patients.
public struct ClassifierTraining: Sendable {
  public let settings: StudySettings
  /// The network whose answers they see, where the protocol's section says so.
  public let quantifier: NetworkBundle<NetworkCard>?
  private let training: NetworkTraining

  public init(_ settings: StudySettings, quantifier: NetworkBundle<NetworkCard>? = nil) {
    self.settings = settings
    self.quantifier = quantifier
    training = NetworkTraining(settings)
  }

  private var studyProtocol: StudyProtocol { settings.studyProtocol }

  /// Trains on spectra of two groups, the second the positive one.
  /// - Throws: `NetworkError`, ``StudyError/needsQuantifier(network:)``.
  public func trained(
    on spectra: (training: some SpectrumSource, validation: some SpectrumSource), basis: BasisSet,
    checkpoints: URL? = nil
  ) async throws -> TrainedStage {
    let network = try studyProtocol.network(for: .classification)
    let seesAnswers = network.sees == .answers
    if seesAnswers, quantifier == nil {
      throw StudyError.needsQuantifier(network: studyProtocol.training.classification)
    }
    let inputs = NetworkInputs(
      encoder: training.encoder,
      answers: seesAnswers ? try quantifier.map { AnswerInputs(try NetworkQuantifier($0)) } : nil)
    let architecture =
      seesAnswers
      ? try network.architecture(numbers: inputs.size, targets: 1)
      : try network.architecture(encoder: training.encoder, features: nil, targets: 1)
    let label: @Sendable (LabelledSpectrum) -> [Float] = { [$0.group == 1 ? 1 : 0] }
    let all = try await training.encoded(spectra.training, as: inputs, title: "Spectra for the cCNN", label: label)
    let validation = try await training.encoded(
      spectra.validation, as: inputs, title: "Validation spectra", label: label)
    let count = studyProtocol.diagnosis.networks
    let share = all.count / count
    let steps = max(1, studyProtocol.training.classificationEpochs * share / network.batchSize)
    var members: [(network: TrainedNetwork, curve: TrainingCurve)] = []
    for member in 0..<count {
      let own = Array(member * share..<(member + 1) * share)
      members.append(
        try training.train(
          architecture, as: network, on: all.selecting(own), validation: validation, steps: steps, shuffles: true,
          stream: settings.stream.child("cCNN").child(member), title: "cCNN \(member + 1) of \(count)",
          checkpoints: checkpoints?.appending(path: "\(member + 1)")))
    }
    let card = try await training.card(
      .classification, sees: network.sees, targets: [studyProtocol.cohort.positiveGroup], means: [], deviations: [],
      calibration: nil, prior: nil, basis: basis, spectra: spectra.training,
      training: training.record(
        of: network, named: studyProtocol.training.classification, steps: steps, examples: all.count,
        validation: validation.count, curve: members[0].curve))
    return try training.stage(
      members[0], card: card, companions: members.dropFirst().map(\.network),
      quantifier: seesAnswers ? quantifier : nil)
  }
}
