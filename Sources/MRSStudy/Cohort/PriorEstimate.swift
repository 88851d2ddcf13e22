import MRSCore
import MRSFitting
import MRSModel
import MRSProfile
import MRSStatistics

/// The a-priori knowledge of a study, estimated from the fits of its first patients.
public struct PriorEstimate: Sendable {
  public let settings: StudySettings

  public init(_ settings: StudySettings) { self.settings = settings }

  /// The conventional fit of every subject.
  /// - Throws: `FittingError`, `ProfileError`.
  public func fits(of subjects: [AnalysedSubject], basis: BasisSet, title: String = "Fits") async throws -> [Fit] {
    let quantifier = try ProtocolFits(settings.studyProtocol, basis: basis).conventional()
    return try await settings.worker.map(subjects, title, unit: "spectra") { try quantifier.fit($0.fid) }
  }

  /// The first patients of each group give the a-priori knowledge, the rest is for testing.
  /// - Throws: `StatisticsError` where a group is too small.
  public func split(_ subjects: [AnalysedSubject]) throws -> Split {
    let table = try CohortTable(subjects: subjects.map { Subject(id: $0.id, group: $0.group, file: $0.id) })
    return try Split.first(settings.studyProtocol.cohort.priorSubjects, ofEachGroupIn: table)
  }

  /// The prior from quantifications of the first patients, never from a generator's truth.
  /// - Throws: `LinearAlgebraError`.
  public func prior(from quantifications: [Quantification], groups: [String]) throws -> CohortPrior {
    let section = settings.studyProtocol.priors
    // What the fit has besides, as macromolecules, is drawn as a nuisance.
    let quantifications = quantifications.map { $0.restricted(to: settings.studyProtocol.allSpecies) }
    let byGroup = try AmountDistribution.estimated(from: quantifications, groups: groups)
    let together = try AmountDistribution.estimated(
      from: quantifications, groups: [String](repeating: "all", count: groups.count))
    guard let all = together["all"] else { throw StudyError.noPatients }
    return CohortPrior(
      groups: byGroup, union: try all.widened(by: section.widening, minimum: section.minimumDeviation))
  }
}
