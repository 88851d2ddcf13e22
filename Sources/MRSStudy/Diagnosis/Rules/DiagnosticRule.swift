import MRSStatistics

/// A way to tell the group of a subject: what it learns from some subjects, and says of others.
///
/// Both groups are taken as equally likely, and a probability of at least one half is called positive: a threshold that is fixed
/// before any test subject is seen.
public protocol DiagnosticRule: ClassifierTrainer where Input == MeasuredSubject {
  /// As tables have it.
  var name: String { get }

  /// What gives ln p/(1 − p) of the positive group for a subject, learnt from `subjects` alone.
  func logOdds(learntFrom subjects: [MeasuredSubject]) throws -> @Sendable (MeasuredSubject) throws -> Double
}

extension DiagnosticRule {
  public func trained(on examples: [LabelledExample<MeasuredSubject>]) throws -> any Classifier<MeasuredSubject> {
    LearntRule(name: name, logOdds: try logOdds(learntFrom: examples.map(\.input)))
  }
}

/// A rule that has learnt.
struct LearntRule: Classifier {
  let name: String
  let logOdds: @Sendable (MeasuredSubject) throws -> Double

  func probability(of subject: MeasuredSubject) throws -> Double { Probability.of(logit: try logOdds(subject)) }
}
