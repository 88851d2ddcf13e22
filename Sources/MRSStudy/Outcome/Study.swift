import Foundation
import MRSCore
import MRSNetworks
import MRSProfile

/// A whole study, of real or of virtual patients.
public struct Study: Sendable {
  public let settings: StudySettings
  /// The bundle of the network that measures; `nil` for the one that comes with the program, or a new one.
  public let network: URL?

  public init(_ settings: StudySettings, network: URL? = nil) {
    self.settings = settings
    self.network = network
  }

  /// The demonstration: virtual patients with the protocol's effect, and once more with none.
  /// - Throws: whatever a stage throws.
  public func demonstration() async throws -> StudyOutcome {
    let basis = try await ProtocolSimulator(settings.studyProtocol).basis(worker: settings.worker)
    let measuring = try await MeasuringNetwork.chosen(network, for: settings, basis: basis)
    let drawn = try await VirtualCohort(drawnBy: settings, basis: basis)
    let study = try CohortStudy(settings, basis: basis, measuring: measuring)
    let cohort = try await study.outcome(
      of: drawn.subjects, truths: drawn.patients.map(\.amounts),
      scenario: "effect \(settings.studyProtocol.cohort.effect)")
    var nothing = settings.studyProtocol
    nothing.cohort.effect = 0
    let without = settings.with(studyProtocol: nothing, stream: settings.stream.child("null"))
    let alike = try await VirtualCohort(drawnBy: without, basis: basis)
    let null = try await CohortStudy(without, basis: basis, measuring: measuring).outcome(
      of: alike.subjects, truths: alike.patients.map(\.amounts), scenario: "no effect")
    return try await quantified(
      cohort: cohort, limits: study.limits(of: cohort), null: null, patients: drawn.patients, basis: basis,
      measuring: measuring)
  }

  /// A study of real patients.
  /// - Throws: whatever a stage throws.
  public func study(of subjects: [AnalysedSubject]) async throws -> StudyOutcome {
    let basis = try await ProtocolSimulator(settings.studyProtocol).basis(worker: settings.worker)
    let measuring = try await MeasuringNetwork.chosen(network, for: settings, basis: basis)
    let study = try CohortStudy(settings, basis: basis, measuring: measuring)
    let cohort = try await study.outcome(of: subjects, scenario: "cohort")
    return try await quantified(
      cohort: cohort, limits: study.limits(of: cohort), null: nil, patients: [], basis: basis, measuring: measuring)
  }

  private func quantified(
    cohort: CohortOutcome, limits: SmallStudyLimits, null: CohortOutcome?, patients: [VirtualPatient],
    basis: BasisSet, measuring: MeasuringNetwork?
  ) async throws -> StudyOutcome {
    let quantifier = try await NetworkTraining(settings).trainQuantifier(prior: cohort.prior.union, basis: basis)
    let (comparison, shown) = try await QuantifierComparison(settings).compare(
      quantifier.bundle, prior: cohort.prior.union, basis: basis)
    let patient = cohort.subjects.first.flatMap { subject in
      cohort.fits.first.map { ShownFit(title: "Patient \(subject.id) (\(subject.group))", fit: $0) }
    }
    return StudyOutcome(
      studyProtocol: settings.studyProtocol, seed: settings.stream.key, basis: basis,
      measuredBy: measuring?.origin ?? "the maximum a posteriori fit (map)", cohort: cohort, limits: limits,
      null: null, patients: patients, quantifier: quantifier, comparison: comparison,
      shown: [patient].compactMap(\.self) + shown)
  }
}
