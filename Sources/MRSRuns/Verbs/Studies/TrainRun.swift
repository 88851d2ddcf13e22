import Foundation
import MRSCore
import MRSNetworks
import MRSProfile
import MRSReport
import MRSStudy
import MRSSynthesis

/// The verb `train`: leaves the network that was trained on the spectra of a `synthesize` run, or on spectra that were made on
/// the way, and its curve.
public struct TrainRun: Sendable {
  public let settings: StudySettings
  public let task: NetworkCard.Task
  /// The run folder of `synthesize`; `nil` for spectra that are made while the network trains.
  public let spectra: URL?
  /// For these: the basis.json of a `simulate` run, and the prior.json of a study; `nil` to simulate it, and for the literature
  /// values.
  public let basis: URL?
  public let prior: URL?
  public let checkpoints: URL?

  public init(
    _ settings: StudySettings, task: NetworkCard.Task, spectra: URL?, basis: URL? = nil, prior: URL? = nil,
    checkpoints: URL? = nil
  ) {
    self.settings = settings
    self.task = task
    self.spectra = spectra
    self.basis = basis
    self.prior = prior
    self.checkpoints = checkpoints
  }

  /// - Returns: the curve.
  /// - Throws: `ArrayFileError`, `NetworkError`, `StudyError`, ``RunError``.
  public func perform(in run: RunFolder) async throws -> Table {
    let stage: TrainedStage
    if let spectra { stage = try await trained(on: spectra, in: run) } else { stage = try await trained(in: run) }
    try run.write(stage.bundle, to: "network")
    try run.writeJSON(stage.curve, to: "curve.json")
    let precision = stage.bundle.card.training?.precision.map { ", products in \($0.rawValue)" } ?? ""
    return try Table(
      title: "Training of the \(task == .quantification ? "qCNN" : "cCNN")\(precision)",
      columns: [.init("step"), .init("training loss"), .init("validation loss")],
      rows: stage.curve.points.map {
        [.integer($0.step), .number($0.trainingLoss), $0.validationLoss.map { .number($0) } ?? .missing]
      })
  }

  /// - Throws: `NetworkError`, `StudyError`, ``RunError``.
  private func trained(in run: RunFolder) async throws -> TrainedStage {
    let inputs = VerbInputs(settings: settings, run: run)
    let basis = try await inputs.basis(at: basis)
    let prior = try inputs.prior(at: prior)
    try run.writeJSON(prior, to: "prior.json")
    try run.writeJSON(basis, to: "basis.json")
    return try await NetworkTraining(settings).trainQuantifier(
      prior: prior.union, basis: basis, checkpoints: checkpoints)
  }

  /// With the network that measures, where the cCNN sees what that says.
  private func classifierTraining(basis: BasisSet) async throws -> ClassifierTraining {
    let seesAnswers = try settings.studyProtocol.network(for: .classification).sees == .answers
    let measuring = seesAnswers ? try await MeasuringNetwork.chosen(nil, for: settings, basis: basis) : nil
    return ClassifierTraining(settings, quantifier: measuring?.bundle)
  }

  private func trained(on spectra: URL, in run: RunFolder) async throws -> TrainedStage {
    let files = ["training.h5", "validation.h5", "prior.json", "basis.json"].map { spectra.appending(path: $0) }
    for file in files { try run.record(input: file) }
    let stored = (
      training: try StoredSpectra(contentsOf: files[0]), validation: try StoredSpectra(contentsOf: files[1])
    )
    let prior = try CohortPrior(contentsOf: files[2])
    let basis = try VerbInputs.decode(BasisSet.self, "a basis.json", from: files[3])
    let differences = settings.studyProtocol.differences(from: stored.training.acquisition)
    guard differences.isEmpty else {
      throw StudyError.scanMismatch(file: files[0].lastPathComponent, differences: differences)
    }
    let isPaired = stored.training.groups.count == 2
    guard isPaired == (task == .classification) else {
      throw StudyError.wrongSpectra(
        task: task.rawValue, groups: stored.training.groups, file: files[0].lastPathComponent)
    }
    let training = NetworkTraining(settings)
    return task == .quantification
      ? try await training.trainQuantifier(on: stored, prior: prior.union, basis: basis, checkpoints: checkpoints)
      : try await classifierTraining(basis: basis).trained(on: stored, basis: basis, checkpoints: checkpoints)
  }
}
