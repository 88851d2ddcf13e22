import MRSCore
import MRSProfile
import MRSQuantification
import MRSSynthesis

/// A virtual cohort: its patients' truth and their scans as a real study would have them.
public struct VirtualCohort: Sendable {
  public let patients: [VirtualPatient]
  public let subjects: [AnalysedSubject]

  /// Draws the patients, scans each (coils × averages, motion, water reference) and processes the scans.
  /// - Throws: `ProcessingError`, `FittingError`, `SimulationError`.
  public init(drawnBy settings: StudySettings, basis: BasisSet) async throws {
    let studyProtocol = settings.studyProtocol
    let stream = settings.stream.child("cohort")
    patients = VirtualPatient.cohort(of: studyProtocol, stream: stream.child("patients"))
    let synthesizer = try SpectrumGenerator(studyProtocol, basis: basis).scanSynthesizer()
    let scans = stream.child("scans")
    let preparation = ScanPreparation(profile: studyProtocol.profile, studyProtocol: studyProtocol)
    let timing = SignalTiming(
      scan: studyProtocol.spectralAcquisition, named: "virtual scan", water: studyProtocol.spectralAcquisition,
      basis: nil, studyProtocol: studyProtocol)
    subjects = try await settings.worker.map(
      Array(patients.enumerated()).map { ($0, $1) }, "Scans", unit: "patients"
    ) { index, patient in
      let scan = synthesizer.scan(
        amounts: synthesizer.model.names.map { patient.amounts[$0] ?? 0 }, stream: scans.child(index))
      return try AnalysedSubject(
        id: patient.id, group: patient.group,
        signal: try preparation.signal(referenced: scan.metabolites, water: scan.water, timing: timing))
    }
  }
}
