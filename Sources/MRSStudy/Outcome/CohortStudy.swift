import MRSCore
import MRSFitting
import MRSModel
import MRSProfile

/// The study of one cohort.
public struct CohortStudy: Sendable {
  public let settings: StudySettings

  public init(_ settings: StudySettings) { self.settings = settings }

  /// A cohort from its analysed scans to its diagnosis: fits, split by subject, prior from the first of each group, cCNN
  /// trained on spectra drawn from it, test patients classified.
  /// - Throws: whatever a stage throws.
  public func outcome(
    of subjects: [AnalysedSubject], basis: BasisSet, scenario: String
  ) async throws -> CohortOutcome {
    let estimate = PriorEstimate(settings)
    let fits = try await estimate.fits(of: subjects, basis: basis, title: "NLSF, \(scenario)")
    let split = try estimate.split(subjects)
    let training = subjects.indices.filter { split.training.contains(subjects[$0].id) }
    let prior = try estimate.prior(
      from: training.map { fits[$0].quantification }, groups: training.map { subjects[$0].group })
    let classifier = try await NetworkTraining(settings).trainClassifier(
      on: TrainingSpectra(settings, basis: basis).classification(prior: prior), basis: basis)
    let result = try Diagnosis(settings).classify(
      subjects, amounts: fits.map(\.quantification), split: split, network: classifier.bundle)
    return CohortOutcome(
      scenario: scenario, subjects: subjects, fits: fits, split: split, prior: prior, classifier: classifier,
      result: result)
  }
}
