import Foundation
import MRSCore
import MRSStatistics
import MRSStudy

/// The verbs `study` and `demo`: a whole study of the scans of a cohort table, or of virtual patients.
public struct StudyRun: Sendable {
  public let settings: StudySettings
  /// `nil` for virtual patients.
  public let cohort: URL?
  /// The columns of a cohort's table that count.
  public let columns: CohortColumns
  /// The bundle of the network that measures patients; `nil` for the one that comes with the program, or a new one.
  public let network: URL?

  public init(
    _ settings: StudySettings, cohort: URL?, columns: CohortColumns = CohortColumns(), network: URL? = nil
  ) {
    self.settings = settings
    self.cohort = cohort
    self.columns = columns
    self.network = network
  }

  /// - Throws: whatever a part of the study throws; ``RunError``.
  public func perform(in run: RunFolder) async throws -> StudyOutcome {
    let study = Study(settings, network: network)
    let outcome: StudyOutcome
    var refused: [RefusedScan] = []
    if let cohort {
      let reader = try CohortReader(cohort, of: settings.studyProtocol, columns: columns)
      try run.record(reader)
      let read = try await reader.read(settings)
      let subjects = read.subjects
      try checkGroups(of: subjects, in: reader.source)
      refused = read.refused
      try run.write(refused)
      run.note(cut: subjects)
      outcome = try await study.study(of: subjects)
    } else {
      outcome = try await study.demonstration()
    }
    try StudyFiles(outcome, refused: refused).write(to: run)
    return outcome
  }

  /// Before anything is measured: there are two groups, and enough of each to learn from some and test others.
  /// - Throws: `StatisticsError`.
  private func checkGroups(of subjects: [AnalysedSubject], in source: String) throws {
    var seen: Set<String> = []
    let table = try CohortTable(
      subjects: subjects.filter { seen.insert($0.id).inserted }.map {
        Subject(id: $0.id, group: $0.group, file: $0.id)
      })
    try CohortListing(table: table).requireTwoGroups(file: source, column: columns.group)
    _ = try Split.first(settings.studyProtocol.cohort.priorSubjects, ofEachGroupIn: table)
  }
}

extension RunFolder {
  /// Puts a cohort's table and files on record.
  /// - Throws: `FormatError`.
  func record(_ reader: CohortReader) throws {
    if let table = reader.table { try record(input: table) }
    record(signals: reader.scans.flatMap { [$0.file] + ($0.water.map { [$0] } ?? []) })
  }

  /// Leaves `refused.csv` with every scan that could not be used, and says so; nothing where there is none.
  /// - Throws: `ReportError`, ``RunError``.
  func write(_ refused: [RefusedScan]) throws {
    guard !refused.isEmpty else { return }
    for scan in refused { warn("\(scan.subject): not used: \(scan.reason)") }
    try write(Data(RefusedScan.table(refused).csv().utf8), to: "refused.csv")
  }

  /// Puts on record of which scans only the first samples were taken.
  func note(cut subjects: [AnalysedSubject]) {
    for subject in subjects where subject.pointsMeasured > subject.fid.acquisition.points {
      logger.info(
        "\(subject.id): the first \(subject.fid.acquisition.points) of \(subject.pointsMeasured) points were taken")
    }
  }
}
