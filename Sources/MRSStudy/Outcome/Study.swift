import MRSCore
import MRSProfile

/// A whole study, of real or of virtual patients.
public struct Study: Sendable {
  public let settings: StudySettings

  public init(_ settings: StudySettings) { self.settings = settings }

  /// The demonstration: virtual patients with the protocol's effect, and once more with none.
  /// - Throws: whatever a stage throws.
  public func demonstration() async throws -> StudyOutcome {
    let basis = try await ProtocolSimulator(settings.studyProtocol).basis(worker: settings.worker)
    let drawn = try await VirtualCohort(drawnBy: settings, basis: basis)
    let cohort = try await CohortStudy(settings).outcome(
      of: drawn.subjects, basis: basis, scenario: "effect \(settings.studyProtocol.cohort.effect)")
    var nothing = settings.studyProtocol
    nothing.cohort.effect = 0
    let without = settings.with(studyProtocol: nothing, stream: settings.stream.child("null"))
    let null = try await CohortStudy(without).outcome(
      of: VirtualCohort(drawnBy: without, basis: basis).subjects, basis: basis, scenario: "no effect")
    return try await quantified(cohort: cohort, null: null, patients: drawn.patients, basis: basis)
  }

  /// A study of real patients.
  /// - Throws: whatever a stage throws.
  public func study(of subjects: [AnalysedSubject]) async throws -> StudyOutcome {
    let basis = try await ProtocolSimulator(settings.studyProtocol).basis(worker: settings.worker)
    let cohort = try await CohortStudy(settings).outcome(of: subjects, basis: basis, scenario: "cohort")
    return try await quantified(cohort: cohort, null: nil, patients: [], basis: basis)
  }

  private func quantified(
    cohort: CohortOutcome, null: CohortOutcome?, patients: [VirtualPatient], basis: BasisSet
  ) async throws -> StudyOutcome {
    let quantifier = try await NetworkTraining(settings).trainQuantifier(prior: cohort.prior.union, basis: basis)
    let (comparison, shown) = try await QuantifierComparison(settings).compare(
      quantifier.bundle, prior: cohort.prior.union, basis: basis)
    let patient = cohort.subjects.first.flatMap { subject in
      cohort.fits.first.map { ShownFit(title: "Patient \(subject.id) (\(subject.group))", fit: $0) }
    }
    return StudyOutcome(
      studyProtocol: settings.studyProtocol, seed: settings.stream.key, basis: basis, cohort: cohort, null: null,
      patients: patients,
      quantifier: quantifier, comparison: comparison, shown: [patient].compactMap(\.self) + shown)
  }
}
