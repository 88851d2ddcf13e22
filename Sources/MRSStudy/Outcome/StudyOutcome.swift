import MRSCore
import MRSModel
import MRSNetworks

/// A whole study: the cohort, the qCNN compared with the fits, and, for virtual patients, the cohort with no effect.
public struct StudyOutcome: Sendable {
  public let studyProtocol: StudyProtocol
  public let seed: UInt64
  public let basis: BasisSet
  public let cohort: CohortOutcome
  /// The same scenario with every group ratio set to 1; `nil` for real patients.
  public let null: CohortOutcome?
  /// The truth of virtual patients; empty for real ones.
  public let patients: [VirtualPatient]
  public let quantifier: TrainedStage
  public let comparison: Comparison
  public let shown: [ShownFit]

  public var isSynthetic: Bool { !patients.isEmpty }
}

extension StageContext {
  /// The demonstration: virtual patients with the protocol's effect, and once more with none.
  /// - Throws: whatever a stage throws.
  public func demonstration() async throws -> StudyOutcome {
    let basis = try await simulateBasis()
    let drawn = try await virtualCohort(basis: basis)
    let cohort = try await cohortStudy(
      of: drawn.subjects, basis: basis, scenario: "effect \(studyProtocol.cohort.effect)")
    var nothing = studyProtocol
    nothing.cohort.effect = 0
    let nullContext = with(studyProtocol: nothing, stream: stream.child("null"))
    let null = try await nullContext.cohortStudy(
      of: nullContext.virtualCohort(basis: basis).subjects, basis: basis, scenario: "no effect")
    return try await quantified(cohort: cohort, null: null, patients: drawn.patients, basis: basis)
  }

  /// A study of real patients.
  /// - Throws: whatever a stage throws.
  public func study(of subjects: [AnalysedSubject]) async throws -> StudyOutcome {
    let basis = try await simulateBasis()
    let cohort = try await cohortStudy(of: subjects, basis: basis, scenario: "cohort")
    return try await quantified(cohort: cohort, null: nil, patients: [], basis: basis)
  }

  private func quantified(
    cohort: CohortOutcome, null: CohortOutcome?, patients: [VirtualPatient], basis: BasisSet
  ) async throws -> StudyOutcome {
    let quantifier = try await trainQuantifier(
      on: quantificationSpectra(prior: cohort.prior.union, basis: basis), prior: cohort.prior.union, basis: basis)
    let (comparison, shown) = try await compare(quantifier.bundle, prior: cohort.prior.union, basis: basis)
    let patient = cohort.subjects.first.flatMap { subject in
      cohort.fits.first.map { ShownFit(title: "Patient \(subject.id) (\(subject.group))", fit: $0) }
    }
    return StudyOutcome(
      studyProtocol: studyProtocol, seed: stream.key, basis: basis, cohort: cohort, null: null, patients: patients,
      quantifier: quantifier, comparison: comparison, shown: [patient].compactMap(\.self) + shown)
  }
}
