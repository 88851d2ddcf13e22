import MRSStatistics

/// A classifier on what a diagnosis must not be made from: noise, linewidth, averages rejected. It must know nothing; where it
/// knows, the groups differ in how they were scanned.
public struct NuisanceRule: DiagnosticRule {
  public let name = "nuisances only"
  let penalty: Double

  public init(penalty: Double) { self.penalty = penalty }

  public func logits(training: [MeasuredSubject], test: [MeasuredSubject]) throws -> [Double] {
    let trainer = try LogisticRegression(
      name: "nuisances", features: AnalysedSubject.nuisanceNames, penalty: penalty)
    let classifier = try trainer.trained(
      on: training.map {
        LabelledExample(subject: $0.id, group: $0.group, isPositive: $0.isPositive, input: $0.nuisances)
      })
    return try test.map { Probability.logit(try classifier.probability(of: $0.nuisances)) }
  }
}
