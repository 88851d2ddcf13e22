import MRSCore
import MRSModel
import MRSProfile
import MRSStatistics

/// The a-priori knowledge of a study, from what was measured of its first patients: never from a generator's truth.
public struct PriorEstimate: Sendable {
  public let studyProtocol: StudyProtocol

  public init(_ studyProtocol: StudyProtocol) { self.studyProtocol = studyProtocol }

  /// The first patients of each group give the a-priori knowledge, the rest is for testing.
  /// - Throws: `StatisticsError` where a group is too small.
  public func split(_ subjects: [(id: String, group: String)]) throws -> Split {
    let table = try CohortTable(subjects: subjects.map { Subject(id: $0.id, group: $0.group, file: $0.id) })
    return try Split.first(studyProtocol.cohort.priorSubjects, ofEachGroupIn: table)
  }

  /// The priors of the groups.
  /// - Throws: as ``GroupPriorEstimate/priors(of:groups:)``; `ProfileError`.
  public func priors(of patients: [MeasuredSubject]) throws -> GroupPriors {
    try GroupPriorEstimate(reference: reference).priors(of: patients.map(\.evidence), groups: patients.map(\.group))
  }

  /// How amounts vary between patients of a group by the literature: of those without the disease.
  var reference: AmountDistribution {
    get throws {
      let literature = try CohortPrior(literatureOf: studyProtocol)
      guard let group = literature.groups[studyProtocol.cohort.negativeGroup] else { throw StudyError.noPatients }
      return group
    }
  }

  /// Groups, and both as one, widened by the protocol's `priors`: for the qCNN, which is not told what a patient is.
  /// - Throws: `LinearAlgebraError`.
  public func cohortPrior(_ priors: GroupPriors) throws -> CohortPrior {
    let all = priors.groups.sorted { $0.key < $1.key }.map(\.value)
    guard let first = all.first else { throw StudyError.noPatients }
    let count = Double(all.count)
    let means = first.names.indices.map { k in all.reduce(0) { $0 + $1.logMeans[k] } / count }
    var covariance = first.logCovariance
    for i in means.indices {
      for j in means.indices {
        covariance[i, j] += all.reduce(0) { $0 + ($1.logMeans[i] - means[i]) * ($1.logMeans[j] - means[j]) } / count
      }
    }
    let union = try AmountDistribution(names: first.names, logMeans: means, logCovariance: covariance)
    return CohortPrior(
      groups: priors.groups,
      union: try union.widened(by: studyProtocol.priors.widening, minimum: studyProtocol.priors.minimumDeviation))
  }
}
