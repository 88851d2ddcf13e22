import MRSCore
import MRSProfile

/// A virtual cohort: its patients' truth and their scans.
///
/// Patient i draws from child i of a stream whatever the effect, so that cohorts of one stream and several effects differ in
/// the positive patients' amounts alone.
public struct VirtualCohort: Sendable {
  public let patients: [VirtualPatient]
  public let subjects: [AnalysedSubject]

  /// Draws the patients and scans each.
  /// - Throws: `ProcessingError`, `FittingError`, `SimulationError`.
  public init(drawnBy settings: StudySettings, basis: BasisSet) async throws {
    let drawn = Self.patients(of: settings)
    let subjects = try await Self.scanned(
      Array(drawn.enumerated()).map { ($0, $1) }, by: VirtualScanner(settings.studyProtocol, basis: basis),
      settings: settings)
    self.patients = drawn
    self.subjects = subjects
  }

  /// The patients, negatives first.
  static func patients(of settings: StudySettings) -> [VirtualPatient] {
    VirtualPatient.cohort(of: settings.studyProtocol, stream: settings.stream.child("cohort").child("patients"))
  }

  /// The scans of some patients, each with its place in the cohort.
  /// - Throws: as ``VirtualScanner/subject(_:stream:)``.
  static func scanned(
    _ patients: [(place: Int, patient: VirtualPatient)], by scanner: VirtualScanner, settings: StudySettings
  ) async throws -> [AnalysedSubject] {
    let scans = settings.stream.child("cohort").child("scans")
    return try await settings.worker.map(patients, "Scans", unit: "patients") { place, patient in
      try scanner.subject(patient, stream: scans.child(place))
    }
  }
}
