import MRSCore
import MRSModel
import MRSNetworks
import MRSProfile
import MRSStatistics

/// What can be told from spectra of one effect where the groups' priors are known: limits of every study of such patients.
///
/// Test spectra are drawn in equal numbers from both groups, without scans; Bayes' rule is asked with the true priors, and the
/// cCNN is trained on as many spectra of them as a single study's, as is logistic regression on the amounts that the network finds.
public struct EffectLimits: Sendable, Codable, Hashable {
  /// One rule.
  public struct Row: Sendable, Codable, Hashable {
    public let rule: String
    public let accuracy: Double
    /// Under the ROC curve.
    public let area: Double
    /// Of outcomes on log-odds: 1 where probabilities are as large as they should be; `nil` where the groups are separated.
    public let calibrationSlope: Double?
  }

  public let effect: Double
  public let spectra: Int
  public let rows: [Row]

  /// - Throws: whatever a stage throws.
  public init(_ tools: ReplicateTools, effect: Double, stream: RandomStream, worker: Worker) async throws {
    var studyProtocol = tools.studyProtocol
    studyProtocol.cohort.effect = effect
    studyProtocol.training.engineThreads = 1
    studyProtocol.training.validationExamples = max(2, studyProtocol.training.classificationExamples / 10)
    let settings = StudySettings(studyProtocol: studyProtocol, stream: stream, worker: worker)
    let truth = try CohortPrior(literatureOf: studyProtocol)
    let classifier = try await ClassifierTraining(settings, quantifier: tools.measuring.bundle).trained(
      on: TrainingSpectra(settings, basis: tools.basis).classification(prior: truth), basis: tools.basis)
    let count = studyProtocol.diagnosis.limitExamples
    let source = try TrainingSpectra(settings.with(stream: stream.child("limits")), basis: tools.basis)
      .classification(prior: truth).training
    let measured = SpectraAsSubjects(
      quantifier: tools.quantifier, prior: tools.quantifier.prior ?? truth.union,
      positiveGroup: studyProtocol.cohort.positiveGroup)
    let subjects = try await measured.subjects(
      source.counting(count), title: "Limits at effect \(effect)", worker: worker)
    // Other spectra than those that are told apart.
    let learning = try await measured.subjects(
      TrainingSpectra(settings.with(stream: stream.child("learning")), basis: tools.basis)
        .classification(prior: truth).training, title: "Logistic regression at effect \(effect)", worker: worker)
    let logistic = AmountRule(
      try LogisticRegression(name: "network", features: studyProtocol.targets, penalty: Self.ridge), kind: "logistic",
      on: .network, targets: studyProtocol.targets)
    let limits = LimitRules(truth, studyProtocol).rules + [NetworkRule(try NetworkClassifier(classifier.bundle))]
    // None of them learns from patients.
    let results =
      try limits.map { try Self.result(of: $0, learntFrom: [], on: subjects) } + [
        Self.result(of: logistic, learntFrom: learning, on: subjects)
      ]
    self.effect = effect
    spectra = count
    rows = try results.map { result in
      Row(
        rule: result.classifier, accuracy: Double(result.confusion.correct) / Double(count), area: result.roc.area,
        calibrationSlope: try CalibrationLine(
          probabilities: result.scores.map(\.score), isPositive: result.scores.map(\.isPositive)
        ).slope?.estimate)
    }
  }

  /// So many spectra need none; it keeps the regression's equations solvable where a test makes do with few.
  private static let ridge = 1e-3

  private static func result(
    of rule: some DiagnosticRule, learntFrom learning: [MeasuredSubject], on subjects: [MeasuredSubject]
  ) throws -> ClassifierResult {
    let classifier = try rule.trained(on: learning.map { $0.example($0) })
    return try ClassifierResult(
      classifier: rule.name,
      scores: subjects.map {
        SubjectScore(
          subject: $0.id, group: $0.group, isPositive: $0.isPositive, score: try classifier.probability(of: $0))
      })
  }
}
