import MRSModel

/// Who knew every amount, and how each group has them: the limit of any diagnosis from amounts. Of virtual patients only.
public struct OracleRule: DiagnosticRule {
  public let name = "oracle"
  let negative, positive: AmountDistribution

  public init(negative: AmountDistribution, positive: AmountDistribution) {
    self.negative = negative
    self.positive = positive
  }

  public func logits(training: [MeasuredSubject], test: [MeasuredSubject]) throws -> [Double] {
    try test.map { subject in
      guard let truth = subject.truth else { return 0 }
      return try positive.logDensity(ofLogarithms: truth) - negative.logDensity(ofLogarithms: truth)
    }
  }
}
