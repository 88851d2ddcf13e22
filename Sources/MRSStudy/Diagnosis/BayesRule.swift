import MRSModel

/// Bayes' rule by two priors of amounts: ln p(scan | positive) − ln p(scan | negative), in closed form and without training
/// (``AmountEvidence/logEvidence(under:)``).
///
/// No rule on the same scans is better where the priors are those of the patients and the scans say what they claim to.
public struct BayesRule: DiagnosticRule {
  public let name: String
  let negative, positive: AmountDistribution
  /// What log-odds are multiplied by (``GroupPriors/trust``).
  let trust: Double

  public init(name: String = "Bayes rule", negative: AmountDistribution, positive: AmountDistribution, trust: Double = 1) {
    self.name = name
    self.negative = negative
    self.positive = positive
    self.trust = trust
  }

  /// By the priors that were estimated of the groups, with what their means are uncertain by.
  public init?(_ priors: GroupPriors, negative: String, positive: String) {
    guard let low = priors.predictive[negative], let high = priors.predictive[positive] else { return nil }
    self.init(negative: low, positive: high, trust: priors.trust)
  }

  public func logits(training: [MeasuredSubject], test: [MeasuredSubject]) throws -> [Double] {
    try test.map { subject in
      try trust * (subject.evidence.logEvidence(under: positive) - subject.evidence.logEvidence(under: negative))
    }
  }
}
