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
    var seen: Set<String> = []
    let once = subjects.filter { seen.insert($0.id).inserted }
    let table = try CohortTable(subjects: once.map { Subject(id: $0.id, group: $0.group, file: $0.id) })
    return try Split.first(studyProtocol.cohort.priorSubjects, ofEachGroupIn: table)
  }

  /// The priors of the groups. Several scans of a patient are one measurement: what they say adds up.
  /// - Throws: as ``GroupPriorEstimate/priors(of:groups:)``; `ProfileError`.
  public func priors(of patients: [MeasuredSubject]) throws -> GroupPriors {
    var ids: [String] = []
    for patient in patients where !ids.contains(patient.id) { ids.append(patient.id) }
    let scans = Dictionary(grouping: patients, by: \.id)
    let all = ids.compactMap { scans[$0] }
    return try GroupPriorEstimate(reference: reference).priors(
      of: all.map { own in own.dropFirst().reduce(own[0].evidence) { $0.adding($1.evidence) } },
      groups: all.map { $0[0].group })
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
