import MRSModel
import MRSProfile

/// ``BayesRule`` by the priors that the subjects it learns from give (``GroupPriorEstimate``).
public struct EstimatedBayesRule: DiagnosticRule {
  public let name = "Bayes rule"
  let studyProtocol: StudyProtocol

  public init(_ studyProtocol: StudyProtocol) { self.studyProtocol = studyProtocol }

  public func logOdds(
    learntFrom subjects: [MeasuredSubject]
  ) throws -> @Sendable (MeasuredSubject) throws -> Double {
    let cohort = studyProtocol.cohort
    let groups = try PriorEstimate(studyProtocol).priors(of: subjects).groups
    guard let negative = groups[cohort.negativeGroup], let positive = groups[cohort.positiveGroup] else {
      throw StudyError.groupWithoutPrior(
        groups: [cohort.negativeGroup, cohort.positiveGroup], found: groups.keys.sorted())
    }
    return try BayesRule(name: name, negative: negative, positive: positive).logOdds(learntFrom: subjects)
  }
}
