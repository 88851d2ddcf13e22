import MRSCore
import MRSModel
import MRSNetworks
import MRSProfile
import MRSStatistics
import Numerics

/// Tells who has the disease.
public struct Diagnosis: Sendable {
  public let settings: StudySettings

  public init(_ settings: StudySettings) { self.settings = settings }

  /// mM: what the logarithm of an amount is taken of at least, far below what any fit tells from zero. It decides only where
  /// a fit found neither an amount nor an uncertainty.
  private static let leastAmount = 1e-6
  /// mM: the uncertainty of an amount that was not fitted, of the size of the targets.
  private static let unknownDeviation = 1.0

  /// The diagnosis of the test patients by the cCNN and by its yardsticks: logistic regression on fitted amounts, and on
  /// nuisances alone (which must know nothing).
  ///
  /// - Parameters:
  ///   - subjects: all patients; the split says who tests.
  ///   - amounts: the fits of the same patients, in the same order.
  /// - Throws: `NetworkError`, `StatisticsError`.
  public func classify(
    _ subjects: [AnalysedSubject], amounts: [Quantification], split: Split, network: NetworkBundle<NetworkCard>
  ) throws -> StudyResult {
    let studyProtocol = settings.studyProtocol
    let cohort = studyProtocol.cohort
    let classifier = try NetworkClassifier(network: network.network, card: network.card)
    let test = subjects.filter { split.test.contains($0.id) }
    let scores = try classifier.scores(test.map(\.fid))
    let network = try ClassifierResult(
      classifier: "cCNN",
      scores: zip(test, scores).map { subject, score in
        SubjectScore(
          subject: subject.id, group: subject.group, isPositive: subject.group == cohort.positiveGroup, score: score)
      })
    func examples(_ features: (Int) -> [Double]) -> [LabelledExample<[Double]>] {
      subjects.indices.map { i in
        LabelledExample(
          subject: subjects[i].id, group: subjects[i].group,
          isPositive: subjects[i].group == cohort.positiveGroup, input: features(i))
      }
    }
    let names = studyProtocol.targets
    let fitted = try ClassifierResult.evaluating(
      LogisticRegression(name: "NLSF amounts", features: names, penalty: studyProtocol.training.amountPenalty),
      name: "Logistic on NLSF amounts",
      on: examples { i in
        names.map { name in
          // Half the uncertainty stands in for an amount at zero, whose logarithm does not exist.
          let amount = amounts[i][name]
          return .log(
            max(
              amount?.value ?? 0, (amount?.standardDeviation ?? Self.unknownDeviation) / 2, Self.leastAmount))
        }
      }, splits: [split])
    let nuisances = try ClassifierResult.evaluating(
      LogisticRegression(
        name: "nuisances", features: AnalysedSubject.nuisanceNames,
        penalty: studyProtocol.training.nuisancePenalty),
      name: "Logistic on nuisances only", on: examples { subjects[$0].nuisances }, splits: [split])
    return try StudyResult(
      positiveGroup: cohort.positiveGroup, negativeGroup: cohort.negativeGroup,
      classifiers: [network, fitted, nuisances])
  }
}
