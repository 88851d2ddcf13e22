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
    network: NetworkBundle<NetworkCard>, methods: [MeasuredSubject.Method]
  ) throws -> [any DiagnosticRule] {
    [NetworkRule(try NetworkClassifier(network))] + (try learning(methods: methods))
  }

  /// The rules that learn from patients alone, and so can be asked again for any split of them.
  /// - Throws: `StatisticsError`, ``StudyError/unknownName(name:field:known:)``.
  public func learning(methods: [MeasuredSubject.Method]) throws -> [any DiagnosticRule] {
    let training = studyProtocol.training
    var rules: [any DiagnosticRule] = [EstimatedBayesRule(studyProtocol)]
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

  /// What the rules say of the test patients of a split, at the threshold that was fixed before: a probability of one half.
  /// - Throws: what a rule throws.
  public func results(
    of rules: [any DiagnosticRule], on subjects: [MeasuredSubject], split: Split
  ) throws -> [ClassifierResult] {
    let examples = subjects.map { $0.example($0) }
    return try rules.map { try Self.result(of: $0, on: examples, splits: [split]) }
  }

  /// That of one rule: of many splits each subject must be tested once.
  static func result(
    of rule: some DiagnosticRule, on examples: [LabelledExample<MeasuredSubject>], splits: [Split]
  ) throws -> ClassifierResult {
    try ClassifierResult.evaluating(rule, name: rule.name, on: examples, splits: splits)
  }
}
