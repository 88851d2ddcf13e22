import MRSCore
import MRSModel
import MRSSynthesis

/// A virtual cohort: its patients' truth and their scans as a real study would have them.
public struct VirtualCohort: Sendable {
  public let patients: [VirtualPatient]
  public let subjects: [AnalysedSubject]
}

extension StageContext {
  /// Draws the patients, scans each (coils × averages, motion, water reference) and processes the scans.
  /// - Throws: `ProcessingError`, `FittingError`.
  public func virtualCohort(basis: BasisSet) async throws -> VirtualCohort {
    let stream = self.stream.child("cohort")
    let patients = studyProtocol.virtualCohort(stream: stream.child("patients"))
    let model = studyProtocol.forwardModel(basis: basis)
    let neutral = try AmountDistribution(
      names: model.names, logMeans: model.names.map { _ in 0 },
      logCovariance: Matrix(zeros: model.names.count, model.names.count))
    let section = studyProtocol.scan
    let synthesizer = ScanSynthesizer(
      model: model, prior: studyProtocol.scanPrior(amounts: neutral), corruptions: studyProtocol.scanCorruptions,
      conditions: .init(
        coils: section.coils, averages: section.averages, waterAverages: section.waterAverages,
        frequencyJitter: section.frequencyJitter, phaseJitter: section.phaseJitter, drift: section.drift,
        badAverages: section.badAverages),
      water: (studyProtocol.waterAmplitude, studyProtocol.waterRelaxation.t2), waterShift: studyProtocol.waterShift)
    let studyProtocol = self.studyProtocol
    let lipids = try studyProtocol.lipidFunctions()
    let scans = stream.child("scans")
    let subjects = try await map(Array(patients.enumerated()).map { ($0, $1) }, "Scans", unit: "patients") {
      index, patient in
      let scan = synthesizer.scan(
        amounts: model.names.map { patient.amounts[$0] ?? 0 }, stream: scans.child(index))
      return try studyProtocol.analysed(
        id: patient.id, group: patient.group, metabolites: scan.metabolites, water: scan.water, lipids: lipids)
    }
    return VirtualCohort(patients: patients, subjects: subjects)
  }
}
