import MRSStatistics

/// A classifier on what a diagnosis must not be made from: noise, linewidth, averages rejected. It must know nothing; where it
/// knows, the groups differ in how they were scanned.
public struct NuisanceRule: DiagnosticRule {
  public let name = "nuisances only"
  let penalty: Double

  public init(penalty: Double) { self.penalty = penalty }

  public func logOdds(
    learntFrom subjects: [MeasuredSubject]
  ) throws -> @Sendable (MeasuredSubject) throws -> Double {
    let trainer = try LogisticRegression(
      name: name, features: AnalysedSubject.nuisanceNames, penalty: penalty)
    let classifier = try trainer.trained(on: subjects.map { $0.example($0.nuisances) })
    return { Probability.logit(try classifier.probability(of: $0.nuisances)) }
  }
}
