import Foundation
import MRSConfiguration
import MRSCore
import MRSFormats
import MRSNetworks
import MRSProfile
import MRSReport
import MRSStudy
import MRSSynthesis

/// The verb `synthesize`: leaves training and validation spectra, their prior and basis, and a picture of 16 of them.
public struct SynthesizeRun: Sendable {
  public let settings: StudySettings
  public let task: NetworkCard.Task
  /// The basis.json of a `simulate` run; `nil` to simulate it.
  public let basis: URL?
  /// The prior.json of a study; `nil` for the literature values.
  public let prior: URL?

  public init(_ settings: StudySettings, task: NetworkCard.Task, basis: URL? = nil, prior: URL? = nil) {
    self.settings = settings
    self.task = task
    self.basis = basis
    self.prior = prior
  }

  private struct Settings: Encodable {
    let studyProtocol: StudyProtocol
    let task: NetworkCard.Task
  }

  /// What the spectra depend on.
  /// - Throws: `EncodingError`, `FormatError`.
  public func key() throws -> JobKey {
    try JobKey(
      kind: "synthesize", of: Settings(studyProtocol: settings.studyProtocol, task: task),
      files: try [basis, prior].compactMap { $0 }.map { try .init(of: $0, atMost: Artefact.mostBeside) },
      stream: settings.stream)
  }

  /// - Returns: how many spectra there are of each kind.
  /// - Throws: `ArrayFileError`, ``RunError``, `StudyError`, `ReportError`.
  public func perform(in run: RunFolder) async throws -> Table {
    let inputs = VerbInputs(settings: settings, run: run)
    let basis = try await inputs.basis(at: basis)
    let prior = try inputs.prior(at: prior)
    let drawn = TrainingSpectra(settings, basis: basis)
    let spectra =
      task == .quantification
      ? drawn.quantification(prior: prior.union) : try drawn.classification(prior: prior)
    let origin = try origin()
    // The larger file last: one that is finished is made anew where the run is interrupted later.
    for (name, source) in [("validation", spectra.validation), ("training", spectra.training)] {
      let progress = settings.worker.progress(of: name, total: source.count, unit: "spectra")
      try await StoredSpectra.write(
        source, to: run.artefact("\(name).h5"), origin: origin, tasks: settings.worker.tasks,
        resuming: { count in
          run.logger.info("\(name): going on with \(count) of \(source.count) spectra of an interrupted run")
          progress.resume(from: count)
        }, progress: { progress.advance(by: $0) })
      progress.finish()
    }
    try run.writeJSON(prior, to: "prior.json")
    try run.writeJSON(basis, to: "basis.json")
    let shown = spectra.training.spectra(in: 0..<min(16, spectra.training.count))
    let figure = ProtocolFigures(settings.studyProtocol).figure(
      of: shown, groups: spectra.training.groups, basis: basis)
    try run.write(Data(figure.svg(identifier: "spectra").utf8), to: "spectra.svg")
    return try Table(
      title: "Spectra for \(task.rawValue)",
      columns: [.init("set"), .init("spectra"), .init("points"), .init("species"), .init("groups")],
      rows: [("training", spectra.training), ("validation", spectra.validation)].map { name, source in
        [
          .text(name), .integer(source.count), .integer(source.acquisition.points), .integer(source.species.count),
          .text(source.groups.joined(separator: ", ")),
        ]
      })
  }

  /// What a file of spectra says of where it comes from.
  private func origin() throws -> [String: ArrayAttribute] {
    [
      "program": .text("hepatica \(Versions().hepatica)"), "task": .text(task.rawValue),
      "stream_key": .text(String(settings.stream.key, radix: 16)),
      "protocol": .text(try ConfigurationFile.encode(settings.studyProtocol)),
    ]
  }
}
