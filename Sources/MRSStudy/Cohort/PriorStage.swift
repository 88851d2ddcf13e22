import MRSCore
import MRSFitting
import MRSModel
import MRSStatistics

/// The a-priori knowledge of a study: what the fits of its first patients say about amounts, per group and together.
public struct CohortPrior: Sendable, Codable, Hashable {
  /// By group; for the classes of the cCNN.
  public let groups: [String: AmountDistribution]
  /// Both groups as one; widened, for the qCNN.
  public let union: AmountDistribution
}

extension StageContext {
  /// The conventional fit of every subject.
  /// - Throws: `FittingError`.
  public func fits(of subjects: [AnalysedSubject], basis: BasisSet, title: String = "Fits") async throws -> [Fit] {
    let quantifier = LeastSquares(
      model: studyProtocol.fitModel(basis: basis), options: studyProtocol.fitOptions, unit: .millimolar)
    return try await map(subjects, title, unit: "spectra") { try quantifier.fit($0.fid) }
  }

  /// The first patients of each group give the a-priori knowledge, the rest is for testing.
  /// - Throws: `StatisticsError` where a group is too small.
  public func split(_ subjects: [AnalysedSubject]) throws -> Split {
    let table = try CohortTable(subjects: subjects.map { Subject(id: $0.id, group: $0.group, file: $0.id) })
    return try Split.first(studyProtocol.cohort.priorSubjects, ofEachGroupIn: table)
  }

  /// The prior from quantifications of the first patients, never from a generator's truth.
  /// - Throws: `LinearAlgebraError`.
  public func prior(from quantifications: [Quantification], groups: [String]) throws -> CohortPrior {
    let section = studyProtocol.priors
    // What the fit has besides, as macromolecules, is drawn as a nuisance.
    let quantifications = quantifications.map { $0.restricted(to: studyProtocol.allSpecies) }
    let byGroup = try AmountDistribution.estimated(
      from: quantifications, groups: groups)
    let together = try AmountDistribution.estimated(
      from: quantifications, groups: [String](repeating: "all", count: groups.count))
    guard let all = together["all"] else { preconditionFailure("the estimate has the group it was given") }
    return CohortPrior(
      groups: byGroup, union: try all.widened(by: section.widening, minimum: section.minimumDeviation))
  }
}
