import Foundation
import MRSCore
import MRSStudy

/// The verbs `study` and `demo`: a whole study of the scans of a cohort table, or of virtual patients.
public struct StudyRun: Sendable {
  public let settings: StudySettings
  /// `nil` for virtual patients.
  public let cohort: URL?
  /// The bundle of the network that measures patients; `nil` for the one that comes with the program, or a new one.
  public let network: URL?

  public init(_ settings: StudySettings, cohort: URL?, network: URL? = nil) {
    self.settings = settings
    self.cohort = cohort
    self.network = network
  }

  /// - Throws: whatever a part of the study throws; ``RunError``.
  public func perform(in run: RunFolder) async throws -> StudyOutcome {
    let study = Study(settings, network: network)
    let outcome: StudyOutcome
    if let cohort {
      let reader = try CohortReader(cohort, of: settings.studyProtocol)
      try run.record(cohort, reader)
      let subjects = try await reader.subjects(settings)
      run.note(cut: subjects)
      outcome = try await study.study(of: subjects)
    } else {
      outcome = try await study.demonstration()
    }
    try StudyFiles(outcome).write(to: run)
    return outcome
  }
}

extension RunFolder {
  /// Puts a cohort table and its files on record.
  /// - Throws: `FormatError`.
  func record(_ cohort: URL, _ reader: CohortReader) throws {
    try record(input: cohort)
    for scan in reader.scans {
      try record(input: scan.file)
      try record(input: scan.water)
    }
  }

  /// Puts on record of which scans only the first samples were taken.
  func note(cut subjects: [AnalysedSubject]) {
    for subject in subjects where subject.pointsMeasured > subject.fid.acquisition.points {
      logger.info(
        "\(subject.id): the first \(subject.fid.acquisition.points) of \(subject.pointsMeasured) points were taken")
    }
  }
}
