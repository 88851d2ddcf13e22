import MRSModel
import MRSNetworks
import MRSProfile
import MRSStatistics

/// Tells who has the disease, by every rule of a study on the same patients: the cCNN, Bayes' rule by the estimated priors, the
/// usual classifiers on amounts, a score that was written down before, and nuisances alone, which must know nothing.
public struct Diagnosis: Sendable {
  public let studyProtocol: StudyProtocol

  public init(_ studyProtocol: StudyProtocol) { self.studyProtocol = studyProtocol }

  /// The rules, the cCNN first.
  /// - Throws: `NetworkError`, `StatisticsError`, ``StudyError/unknownName(name:field:known:)``.
  public func rules(
    priors: GroupPriors, network: NetworkBundle<NetworkCard>, methods: [MeasuredSubject.Method]
  ) throws -> [any DiagnosticRule] {
    let (cohort, training) = (studyProtocol.cohort, studyProtocol.training)
    var rules: [any DiagnosticRule] = [NetworkRule(try NetworkClassifier(network))]
    if let rule = BayesRule(priors, negative: cohort.negativeGroup, positive: cohort.positiveGroup) { rules.append(rule) }
    for method in methods {
      let logistic = try LogisticRegression(
        name: method.title, features: studyProtocol.targets, penalty: training.amountPenalty)
      let discriminant = DiagonalDiscriminant(name: method.title, features: studyProtocol.targets)
      rules.append(AmountRule(logistic, kind: "logistic", on: method, targets: studyProtocol.targets))
      rules.append(AmountRule(discriminant, kind: "discriminant", on: method, targets: studyProtocol.targets))
    }
    rules.append(try ScoreRule(studyProtocol.diagnosis.score, reference: PriorEstimate(studyProtocol).reference))
    rules.append(NuisanceRule(penalty: training.nuisancePenalty))
    return rules
  }

  /// What the rules say of the test patients, at the threshold that was fixed before: a probability of one half.
  /// - Throws: what a rule throws.
  public func results(
    of rules: [any DiagnosticRule], training: [MeasuredSubject], test: [MeasuredSubject]
  ) throws -> [ClassifierResult] {
    try rules.map { rule in
      let logits = try rule.logits(training: training, test: test)
      return try ClassifierResult(
        classifier: rule.name,
        scores: zip(test, logits).map { subject, logit in
          SubjectScore(
            subject: subject.id, group: subject.group, isPositive: subject.isPositive,
            score: Probability.of(logit: logit))
        })
    }
  }
}
