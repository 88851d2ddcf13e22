import MRSModel

/// Who knew every amount, and how each group has them: the limit of any diagnosis from amounts. Of virtual patients only.
public struct OracleRule: DiagnosticRule {
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
      guard let truth = subject.truth else { return 0 }
      return try positive.logDensity(ofLogarithms: truth) - negative.logDensity(ofLogarithms: truth)
    }
  }
}
