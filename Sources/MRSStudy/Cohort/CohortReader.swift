import Foundation
import MRSCore
import MRSFormats
import MRSProfile
import MRSQuantification
import MRSStatistics

/// Reads the scans of a cohort: each processed, water-referenced and in mM.
public struct CohortReader: Sendable {
  /// A scan's files.
  public struct Scan: Sendable, Hashable {
    public let subject: Subject
    /// What tells the scan from the subject's others; `nil` where there is one only.
    public let label: String?
    public let file: URL
    /// `nil` where the listing names none: the scan's file may hold it.
    public let water: URL?

    func refused(_ reason: String) -> RefusedScan {
      RefusedScan(
        subject: subject.id, group: subject.group, label: label, file: file.lastPathComponent, reason: reason)
    }
  }

  /// Where the cohort is from, for errors: a table or a folder.
  public let source: String
  /// The table that says who is of which group; `nil` for a folder of groups.
  public let table: URL?
  public let scans: [Scan]
  /// What the table or folder names and what is not there.
  public let refused: [RefusedScan]

  /// - Parameters:
  ///   - source: a table whose files are beside it; a BIDS folder, or its `participants.tsv`; a folder of groups.
  ///   - columns: the columns of a table that count, and what its values mean.
  /// - Throws: `StatisticsError`.
  public init(
    _ source: URL, of studyProtocol: StudyProtocol, columns: CohortColumns = CohortColumns()
  ) throws(StatisticsError) {
    let groups = [studyProtocol.cohort.negativeGroup, studyProtocol.cohort.positiveGroup]
    let place = CohortPlace(source)
    self.source = source.path
    table = place.table
    let listing = try place.listing(columns: columns, groups: groups)
    scans = listing.table.subjects.flatMap { subject in
      subject.scans.map { scan in
        Scan(
          subject: subject, label: scan.label, file: URL(filePath: scan.file, relativeTo: place.folder),
          water: scan.water.map { URL(filePath: $0, relativeTo: place.folder) })
      }
    }
    refused = listing.refused
  }

  /// The scans in mM, and those that could not be read, have no water or are not of the protocol, each with its reason.
  ///
  /// Of a scan that is longer than the protocol's only the first samples are taken once it is processed, which a shorter
  /// acquisition would have measured: ``AnalysedSubject/pointsMeasured`` says so. A subject with several scans is there
  /// several times.
  /// - Parameter points: where a network has fewer than the protocol, those of the network.
  /// - Throws: `StatisticsError.noScans` where none is left; `CancellationError`.
  public func read(
    _ settings: StudySettings, points: Int? = nil
  ) async throws -> (subjects: [AnalysedSubject], refused: [RefusedScan]) {
    let studyProtocol = settings.studyProtocol
    let points = points ?? studyProtocol.spectralAcquisition.points
    let preparation = ScanPreparation(profile: studyProtocol.profile, studyProtocol: studyProtocol)
    let results = try await settings.worker.map(scans, "Scans", unit: "scans") { entry in
      do {
        let subject = try Self.subject(of: entry, studyProtocol, preparation, points: points)
        return Result<AnalysedSubject, Refusal>.success(subject)
      } catch let error as CancellationError {
        throw error
      } catch {
        return .failure(Refusal(scan: entry.refused("\(error)")))
      }
    }
    var subjects: [AnalysedSubject] = []
    var refused = self.refused
    for result in results {
      switch result {
      case .success(let subject): subjects.append(subject)
      case .failure(let refusal): refused.append(refusal.scan)
      }
    }
    guard !subjects.isEmpty else { throw StatisticsError.noScans(file: source, refused: refused) }
    return (subjects, refused)
  }

  private struct Refusal: Error {
    let scan: RefusedScan
  }

  private static func subject(
    of entry: Scan, _ studyProtocol: StudyProtocol, _ preparation: ScanPreparation, points: Int
  ) throws -> AnalysedSubject {
    let scan = try SignalFile.read(entry.file)
    let differences = studyProtocol.scanDifferences(from: scan.acquisition)
    guard differences.isEmpty else {
      throw StudyError.scanMismatch(file: entry.file.lastPathComponent, differences: differences)
    }
    let reference = try entry.water.map { try SignalFile.read($0) }
    guard let water = reference.map({ $0.water ?? $0.signals }) ?? scan.water else {
      throw StudyError.noWater(subject: entry.subject.id)
    }
    let timing = SignalTiming(
      scan: scan.acquisition, named: entry.file.lastPathComponent, water: (reference ?? scan).acquisition,
      named: (entry.water ?? entry.file).lastPathComponent, basis: nil, studyProtocol: studyProtocol)
    return try AnalysedSubject(
      id: entry.subject.id, group: entry.subject.group, scan: entry.label, pointsMeasured: scan.acquisition.points,
      signal: try preparation.signal(scan: scan.signals, water: water, timing: timing).first(points))
  }
}
