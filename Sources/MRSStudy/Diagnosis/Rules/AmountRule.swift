import MRSModel
import MRSStatistics
import Numerics

/// A classifier on the logarithms of the amounts that a method found: the yardstick that most studies use.
public struct AmountRule: DiagnosticRule {
  let trainer: any ClassifierTrainer<[Double]>
  let kind: String
  let method: MeasuredSubject.Method
  let targets: [String]

  /// - Parameters:
  ///   - kind: "logistic", as tables have it.
  ///   - targets: the species whose amounts it sees.
  public init(
    _ trainer: any ClassifierTrainer<[Double]>, kind: String, on method: MeasuredSubject.Method, targets: [String]
  ) {
    self.trainer = trainer
    self.kind = kind
    self.method = method
    self.targets = targets
  }

  public var name: String { "\(kind), \(method.title)" }

  public func logOdds(
    learntFrom subjects: [MeasuredSubject]
  ) throws -> @Sendable (MeasuredSubject) throws -> Double {
    let classifier = try trainer.trained(on: subjects.map { $0.example(features(of: $0)) })
    return { [self] in Probability.logit(try classifier.probability(of: features(of: $0))) }
  }

  /// mM: what the logarithm of an amount is taken of at least, far below what any fit tells from zero. It decides only where
  /// a fit found neither an amount nor an uncertainty.
  private static let leastAmount = 1e-6
  /// mM: the uncertainty of an amount that was not fitted, of the size of the targets.
  private static let unknownDeviation = 1.0

  /// Half the uncertainty stands in for an amount at zero, whose logarithm does not exist.
  private func features(of subject: MeasuredSubject) -> [Double] {
    targets.map { name in
      let amount = subject.amounts[method]?[name]
      let deviation = amount?.standardDeviation ?? Self.unknownDeviation
      return .log(max(amount?.value ?? 0, deviation.isFinite ? deviation / 2 : Self.unknownDeviation, Self.leastAmount))
    }
  }
}
