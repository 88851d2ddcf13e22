import MRSCore
import MRSFitting
import MRSModel
import MRSNetworks
import MRSStatistics

/// What a study found in one cohort.
public struct CohortOutcome: Sendable {
  /// A name for tables: "with effect", "no effect".
  public let scenario: String
  public let subjects: [AnalysedSubject]
  public let fits: [Fit]
  public let split: Split
  public let prior: CohortPrior
  public let classifier: TrainedStage
  public let result: StudyResult
}

extension StageContext {
  /// A cohort from its analysed scans to its diagnosis: fits, split by subject, prior from the first of each group, cCNN
  /// trained on spectra drawn from it, test patients classified.
  /// - Throws: whatever a stage throws.
  public func cohortStudy(
    of subjects: [AnalysedSubject], basis: BasisSet, scenario: String
  ) async throws -> CohortOutcome {
    let fits = try await self.fits(of: subjects, basis: basis, title: "NLSF, \(scenario)")
    let split = try self.split(subjects)
    let training = subjects.indices.filter { split.training.contains(subjects[$0].id) }
    let prior = try self.prior(
      from: training.map { fits[$0].quantification }, groups: training.map { subjects[$0].group })
    let classifier = try await trainClassifier(
      on: classificationSpectra(prior: prior, basis: basis), basis: basis)
    let result = try classify(
      subjects, amounts: fits.map(\.quantification), split: split, network: classifier.bundle)
    return CohortOutcome(
      scenario: scenario, subjects: subjects, fits: fits, split: split, prior: prior, classifier: classifier,
      result: result)
  }
}
