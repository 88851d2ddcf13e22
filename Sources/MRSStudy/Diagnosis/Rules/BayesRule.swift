import MRSModel

/// Bayes' rule by two priors of amounts: ln p(scan | positive) − ln p(scan | negative), in closed form and without training
/// (``AmountEvidence/logEvidence(under:)``).
///
/// No rule on the same scans is better where the priors are those of the patients and the scans say what they claim to.
public struct BayesRule: DiagnosticRule {
  public let name: String
  let negative, positive: AmountDistribution

  public init(name: String, negative: AmountDistribution, positive: AmountDistribution) {
    self.name = name
    self.negative = negative
    self.positive = positive
  }

  public func logOdds(
    learntFrom subjects: [MeasuredSubject]
  ) throws -> @Sendable (MeasuredSubject) throws -> Double {
    let (negative, positive) = (negative, positive)
    return { subject in
      try subject.evidence.logEvidence(under: positive) - subject.evidence.logEvidence(under: negative)
    }
  }
}
