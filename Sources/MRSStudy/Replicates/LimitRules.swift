import MRSModel
import MRSProfile

/// The rules that know what no study knows, of virtual patients: the oracle, and Bayes' rule with the true priors.
struct LimitRules {
  let rules: [any DiagnosticRule]

  static let oracle = "oracle"
  static let bayes = "Bayes rule, true priors"

  /// - Parameter truth: how the patients of either group were drawn.
  init(_ truth: CohortPrior, _ studyProtocol: StudyProtocol) {
    let cohort = studyProtocol.cohort
    guard let negative = truth.groups[cohort.negativeGroup], let positive = truth.groups[cohort.positiveGroup] else {
      rules = []
      return
    }
    rules = [
      OracleRule(name: Self.oracle, negative: negative, positive: positive),
      BayesRule(name: Self.bayes, negative: negative, positive: positive),
    ]
  }
}
