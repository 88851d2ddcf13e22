import MRSCore
import MRSProfile
import MRSQuantification
import MRSSynthesis

/// Scans virtual patients as a real study would have scanned them (coils × averages, motion, water reference), and processes
/// the scans.
public struct VirtualScanner: Sendable {
  private let synthesizer: ScanSynthesizer
  private let preparation: ScanPreparation
  private let timing: SignalTiming

  /// - Throws: `SimulationError`, `LinearAlgebraError`.
  public init(_ studyProtocol: StudyProtocol, basis: BasisSet) throws {
    synthesizer = try SpectrumGenerator(studyProtocol, basis: basis).scanSynthesizer()
    preparation = ScanPreparation(profile: studyProtocol.profile, studyProtocol: studyProtocol)
    timing = SignalTiming(
      scan: studyProtocol.spectralAcquisition, named: "virtual scan", water: studyProtocol.spectralAcquisition,
      basis: nil, studyProtocol: studyProtocol)
  }

  /// The scan of one patient, in mM.
  /// - Throws: `ProcessingError`, `FittingError`, `SimulationError`.
  public func subject(_ patient: VirtualPatient, stream: RandomStream) throws -> AnalysedSubject {
    let scan = synthesizer.scan(
      amounts: synthesizer.model.names.map { patient.amounts[$0] ?? 0 }, stream: stream)
    return try AnalysedSubject(
      id: patient.id, group: patient.group,
      signal: try preparation.signal(referenced: scan.metabolites, water: scan.water, timing: timing))
  }
}
