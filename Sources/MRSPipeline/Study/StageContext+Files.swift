import Foundation
import MRSConfiguration
import MRSCore
import MRSFitting
import MRSFormats
import MRSModel
import MRSNetworks
import MRSReport
import MRSStatistics
import MRSSynthesis

extension StageContext {
  /// The subjects of a cohort table, their scans read, processed and water-referenced.
  /// - Throws: `StatisticsError` for the table, `FormatError`, `ProcessingError`, `FittingError`,
  ///   ``StageError/noWater(subject:)``, ``StageError/scanMismatch(subject:differences:)``.
  public func readCohort(_ table: URL, recordingIn run: RunFolder) async throws -> [AnalysedSubject] {
    let cohort = try CohortTable(
      contentsOf: table,
      knownGroups: [studyProtocol.cohort.negativeGroup, studyProtocol.cohort.positiveGroup])
    try run.record(input: table)
    let folder = table.deletingLastPathComponent()
    let files = try cohort.subjects.map { subject -> (Subject, URL, URL) in
      guard let water = subject.water else { throw StageError.noWater(subject: subject.id) }
      return (subject, URL(filePath: subject.file, relativeTo: folder), URL(filePath: water, relativeTo: folder))
    }
    for (_, file, water) in files {
      try run.record(input: file)
      try run.record(input: water)
    }
    let studyProtocol = self.studyProtocol
    let lipids = try studyProtocol.lipidFunctions()
    return try await map(files, "Scans", unit: "subjects") { subject, file, water in
      let scan = try SignalFile.read(file).signals
      let differences = studyProtocol.differences(from: scan.acquisition)
      guard differences.isEmpty else {
        throw StageError.scanMismatch(subject: subject.id, differences: differences)
      }
      return try studyProtocol.analysed(
        id: subject.id, group: subject.group, metabolites: studyProtocol.referenced(scan),
        water: studyProtocol.referenced(SignalFile.read(water).signals), lipids: lipids)
    }
  }

  /// A basis from a `simulate` run, or simulated.
  /// - Throws: `PipelineError`, ``StageError/basisMissing(species:basis:)``.
  public func basis(at url: URL?, recordingIn run: RunFolder) async throws -> BasisSet {
    guard let url else { return try await simulateBasis() }
    try run.record(input: url)
    let basis = try Self.decode(BasisSet.self, from: url)
    let missing = studyProtocol.allSpecies.filter { !basis.names.contains($0) }
    guard missing.isEmpty else {
      throw StageError.basisMissing(species: missing, basis: url.lastPathComponent)
    }
    return basis
  }

  /// A prior from a study, or that of the literature.
  /// - Throws: `PipelineError`, `StageError`.
  public func prior(at url: URL?, recordingIn run: RunFolder) throws -> CohortPrior {
    guard let url else { return try studyProtocol.literaturePrior() }
    try run.record(input: url)
    return try Self.decode(CohortPrior.self, from: url)
  }

  /// Leaves a basis in a run folder, with a picture.
  /// - Throws: `PipelineError`, `ReportError`.
  public func write(_ basis: BasisSet, to run: RunFolder) throws {
    try run.writeJSON(basis, to: "basis.json")
    try run.write(Data(figure(of: basis).svg(identifier: "basis").utf8), to: "basis.svg")
  }

  /// Every function of a basis: protons, lines.
  /// - Throws: `ReportError`.
  public func table(of basis: BasisSet) throws -> Table {
    try Table(
      title: "Basis of \(studyProtocol.name): \(studyProtocol.title)",
      columns: [.init("species"), .init("role"), .init("signal at t = 0", unit: "protons"), .init("lines")],
      rows: basis.functions.map { function in
        let role: Cell = .text(studyProtocol.targets.contains(function.name) ? "target" : "nuisance")
        guard case .lines(let lines) = function.signal else {
          return [.text(function.name), role, .missing, .missing]
        }
        return [.text(function.name), role, .number(lines.total.length, digits: 4), .integer(lines.count)]
      })
  }

  /// Writes training and validation spectra, their prior and basis, and a picture of 16 of them.
  /// - Throws: `ArrayFileError`, `PipelineError`, `StageError`, `ReportError`.
  public func synthesize(
    for task: NetworkCard.Task, prior: CohortPrior, basis: BasisSet, in run: RunFolder
  ) async throws -> Table {
    let spectra =
      task == .quantification
      ? quantificationSpectra(prior: prior.union, basis: basis) : try classificationSpectra(prior: prior, basis: basis)
    // The larger file last: one that is finished is made anew where the run is interrupted later.
    for (name, source) in [("validation", spectra.validation), ("training", spectra.training)] {
      let reporter = ProgressReporter(name, total: source.count, unit: "spectra", style: progress)
      try await StoredSpectra.write(
        source, to: run.artefact("\(name).h5"), origin: try origin(of: task), tasks: tasks,
        resuming: { count in
          run.logger.info("\(name): going on with \(count) of \(source.count) spectra of an interrupted run")
          reporter.resume(from: count)
        }, progress: { reporter.advance(by: $0) })
      reporter.finish()
    }
    try run.writeJSON(prior, to: "prior.json")
    try run.writeJSON(basis, to: "basis.json")
    let shown = spectra.training.spectra(in: 0..<min(16, spectra.training.count))
    try run.write(
      Data(figure(of: shown, groups: spectra.training.groups, basis: basis).svg(identifier: "spectra").utf8),
      to: "spectra.svg")
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
  private func origin(of task: NetworkCard.Task) throws -> [String: ArrayAttribute] {
    [
      "program": .text("hepatica \(Versions().hepatica)"), "task": .text(task.rawValue),
      "stream_key": .text(String(stream.key, radix: 16)),
      "protocol": .text(try ConfigurationFile.encode(studyProtocol)),
    ]
  }

  /// Trains on the spectra of a `synthesize` run and leaves the bundle.
  /// - Throws: `ArrayFileError`, `NetworkError`, `PipelineError`.
  public func train(
    _ task: NetworkCard.Task, onSpectraIn folder: URL, checkpoints: URL?, in run: RunFolder
  ) async throws -> Table {
    let files = ["training.h5", "validation.h5", "prior.json", "basis.json"].map { folder.appending(path: $0) }
    for file in files { try run.record(input: file) }
    let spectra = (
      training: try StoredSpectra(contentsOf: files[0]), validation: try StoredSpectra(contentsOf: files[1])
    )
    let prior = try Self.decode(CohortPrior.self, from: files[2])
    let basis = try Self.decode(BasisSet.self, from: files[3])
    let differences = studyProtocol.differences(from: spectra.training.acquisition)
    guard differences.isEmpty else {
      throw StageError.scanMismatch(subject: files[0].lastPathComponent, differences: differences)
    }
    let isPaired = spectra.training.groups.count == 2
    guard isPaired == (task == .classification) else {
      throw StageError.wrongSpectra(
        task: task.rawValue, groups: spectra.training.groups, file: files[0].lastPathComponent)
    }
    let stage =
      task == .quantification
      ? try await trainQuantifier(on: spectra, prior: prior.union, basis: basis, checkpoints: checkpoints)
      : try await trainClassifier(on: spectra, basis: basis, checkpoints: checkpoints)
    try run.write(stage.bundle, to: "network")
    try run.writeJSON(stage.curve, to: "curve.json")
    return try Table(
      title: "Training of the \(task == .quantification ? "qCNN" : "cCNN")",
      columns: [.init("step"), .init("training loss"), .init("validation loss")],
      rows: stage.curve.points.map {
        [.integer($0.step), .number($0.trainingLoss), $0.validationLoss.map { .number($0) } ?? .missing]
      })
  }

  /// Scores the scans of a cohort table and leaves scores and, with both groups present, the result.
  /// - Throws: as ``readCohort(_:recordingIn:)``; `NetworkError`.
  public func classify(cohort table: URL, network folder: URL, in run: RunFolder) async throws -> Table {
    let bundle = try NetworkBundle<NetworkCard>(readingFrom: folder)
    let classifier = try NetworkClassifier(network: bundle.network, card: bundle.card)
    let subjects = try await readCohort(table, recordingIn: run)
    let scores = try classifier.scores(subjects.map(\.fid))
    let doubts = try classifier.doubts(subjects.map(\.fid))
    for (subject, doubts) in zip(subjects, doubts) { for doubt in doubts { run.warn("\(subject.id): \(doubt)") } }
    let positive = studyProtocol.cohort.positiveGroup
    let result = try? ClassifierResult(
      classifier: "cCNN",
      scores: zip(subjects, scores).map {
        SubjectScore(subject: $0.id, group: $0.group, isPositive: $0.group == positive, score: $1)
      })
    let scoreTable = try Table(
      title: "Scores of \(positive)",
      columns: [.init("subject"), .init("group"), .init("score"), .init("called"), .init("doubts")],
      rows: subjects.indices.map { i in
        [
          .text(subjects[i].id), .text(subjects[i].group), .number(scores[i], digits: 3),
          .text(scores[i] >= 0.5 ? positive : studyProtocol.cohort.negativeGroup),
          .text(doubts[i].map(\.description).joined(separator: "; ")),
        ]
      }, footnotes: [bundle.card.notice])
    try run.write(Data(scoreTable.csv().utf8), to: "scores.csv")
    if let result { try run.writeJSON(result, to: "result.json") }
    return scoreTable
  }

  static func decode<Value: Decodable>(_ type: Value.Type, from url: URL) throws -> Value {
    do {
      return try JSONDecoder().decode(type, from: Data(contentsOf: url))
    } catch let error as DecodingError {
      throw PipelineError.unreadable(url.path, reason: "it is not a \(type) as Hepatica writes it (\(error))")
    } catch {
      throw PipelineError.unreadable(url.path, reason: error.localizedDescription)
    }
  }
}
