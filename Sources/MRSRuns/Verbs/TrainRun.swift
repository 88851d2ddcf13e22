import Foundation
import MRSCore
import MRSNetworks
import MRSProfile
import MRSReport
import MRSStudy
import MRSSynthesis

/// The verb `train`: leaves the network that was trained on the spectra of a `synthesize` run, and its curve.
public struct TrainRun: Sendable {
  public let settings: StudySettings
  public let task: NetworkCard.Task
  /// The run folder of `synthesize`.
  public let spectra: URL
  public let checkpoints: URL?

  public init(_ settings: StudySettings, task: NetworkCard.Task, spectra: URL, checkpoints: URL? = nil) {
    self.settings = settings
    self.task = task
    self.spectra = spectra
    self.checkpoints = checkpoints
  }

  /// - Returns: the curve.
  /// - Throws: `ArrayFileError`, `NetworkError`, `StudyError`, ``RunError``.
  public func perform(in run: RunFolder) async throws -> Table {
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
    let stage =
      task == .quantification
      ? try await training.trainQuantifier(on: stored, prior: prior.union, basis: basis, checkpoints: checkpoints)
      : try await training.trainClassifier(on: stored, basis: basis, checkpoints: checkpoints)
    try run.write(stage.bundle, to: "network")
    try run.writeJSON(stage.curve, to: "curve.json")
    return try Table(
      title: "Training of the \(task == .quantification ? "qCNN" : "cCNN")",
      columns: [.init("step"), .init("training loss"), .init("validation loss")],
      rows: stage.curve.points.map {
        [.integer($0.step), .number($0.trainingLoss), $0.validationLoss.map { .number($0) } ?? .missing]
      })
  }
}
