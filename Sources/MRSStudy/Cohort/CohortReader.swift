import Foundation
import MRSCore
import MRSFormats
import MRSProfile
import MRSQuantification
import MRSStatistics

/// Reads the scans of a cohort table: each processed, water-referenced and in mM.
public struct CohortReader: Sendable {
  /// A subject's files.
  public struct Scan: Sendable, Hashable {
    public let subject: Subject
    public let file: URL
    public let water: URL
  }

  public let scans: [Scan]

  /// - Parameter table: a CSV file whose files are beside it.
  /// - Throws: `StatisticsError` for the table, ``StudyError/noWater(subject:)``.
  public init(_ table: URL, of studyProtocol: StudyProtocol) throws {
    let cohort = try CohortTable(
      contentsOf: table, knownGroups: [studyProtocol.cohort.negativeGroup, studyProtocol.cohort.positiveGroup])
    let folder = table.deletingLastPathComponent()
    scans = try cohort.subjects.map { subject in
      guard let water = subject.water else { throw StudyError.noWater(subject: subject.id) }
      return Scan(
        subject: subject, file: URL(filePath: subject.file, relativeTo: folder),
        water: URL(filePath: water, relativeTo: folder))
    }
  }

  /// The scans in mM. Of a scan and its water that are longer than the protocol's only the first samples are taken, which a
  /// shorter acquisition would have measured: ``AnalysedSubject/pointsMeasured`` says so.
  /// - Parameter points: where a network has fewer than the protocol, those of the network.
  /// - Throws: `FormatError`, `ProcessingError`, `FittingError`, ``StudyError/scanMismatch(file:differences:)``.
  public func subjects(_ settings: StudySettings, points: Int? = nil) async throws -> [AnalysedSubject] {
    let studyProtocol = settings.studyProtocol
    let points = points ?? studyProtocol.spectralAcquisition.points
    let preparation = ScanPreparation(profile: studyProtocol.profile, studyProtocol: studyProtocol)
    return try await settings.worker.map(scans, "Scans", unit: "subjects") { entry in
      let scan = try SignalFile.read(entry.file)
      let differences = studyProtocol.scanDifferences(from: scan.acquisition)
      guard differences.isEmpty else {
        throw StudyError.scanMismatch(file: entry.file.lastPathComponent, differences: differences)
      }
      let water = try SignalFile.read(entry.water)
      let timing = SignalTiming(
        scan: scan.acquisition, named: entry.file.lastPathComponent, water: water.acquisition,
        named: entry.water.lastPathComponent, basis: nil, studyProtocol: studyProtocol)
      return try AnalysedSubject(
        id: entry.subject.id, group: entry.subject.group, pointsMeasured: scan.acquisition.points,
        signal: try preparation.signal(
          scan: scan.signals.first(points), water: water.signals.first(points), timing: timing))
    }
  }
}
