import MRSModel

/// Bayes' rule by two priors of amounts: ln p(scan | positive) − ln p(scan | negative), in closed form and without training
/// (``AmountEvidence/logEvidence(under:)``).
///
/// No rule on the same scans is better where the priors are those of the patients and the scans say what they claim to.
public struct BayesRule: DiagnosticRule {
  public let name: String
  let negative, positive: AmountDistribution

  public init(name: String = "Bayes rule", negative: AmountDistribution, positive: AmountDistribution) {
    self.name = name
    self.negative = negative
    self.positive = positive
  }

  /// By the priors that were estimated of the groups.
  public init?(_ priors: GroupPriors, negative: String, positive: String) {
    guard let low = priors.groups[negative], let high = priors.groups[positive] else { return nil }
    self.init(negative: low, positive: high)
  }

  public func logits(training: [MeasuredSubject], test: [MeasuredSubject]) throws -> [Double] {
    try test.map { subject in
      try subject.evidence.logEvidence(under: positive) - subject.evidence.logEvidence(under: negative)
    }
  }
}
