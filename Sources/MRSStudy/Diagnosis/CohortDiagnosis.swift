import MRSCore
import MRSModel
import MRSNetworks
import MRSProfile
import MRSStatistics

/// The diagnosis of one measured cohort: split by subject, priors from the first of each group, cCNN trained on spectra drawn
/// from them, the other patients classified by every rule.
public struct CohortDiagnosis: Sendable {
  /// What came of it.
  public struct Found: Sendable {
    public let split: Split
    public let priors: GroupPriors
    /// The priors as networks are trained on them.
    public let prior: CohortPrior
    public let classifier: TrainedStage
    /// By test patient: how far the networks of the cCNN lie apart, in log-odds.
    public let spreads: [String: Double]
    public let results: [ClassifierResult]
  }

  public let settings: StudySettings
  public let basis: BasisSet
  /// What measured the patients; `nil` for the maximum a posteriori fit.
  public let measuring: MeasuringNetwork?

  public init(_ settings: StudySettings, basis: BasisSet, measuring: MeasuringNetwork?) {
    self.settings = settings
    self.basis = basis
    self.measuring = measuring
  }

  /// How amounts of the subjects were found.
  var methods: [MeasuredSubject.Method] {
    MeasuredSubject.Method.allCases.filter { $0 != .network || measuring != nil }
  }

  /// The test patients by the rules that learn from patients alone.
  /// - Throws: what a rule throws.
  func learnt(_ measured: [MeasuredSubject]) throws -> [ClassifierResult] {
    let diagnosis = Diagnosis(settings.studyProtocol)
    return try diagnosis.results(
      of: diagnosis.learning(methods: methods), on: measured,
      split: PriorEstimate(settings.studyProtocol).split(measured.map { ($0.id, $0.group) }))
  }

  /// - Parameter limits: rules that know what no study knows, as the oracle; after the others.
  /// - Throws: whatever a stage throws.
  public func diagnosed(_ measured: [MeasuredSubject], limits: [any DiagnosticRule] = []) async throws -> Found {
    let estimate = PriorEstimate(settings.studyProtocol)
    let split = try estimate.split(measured.map { ($0.id, $0.group) })
    let training = measured.filter { split.training.contains($0.id) }
    let test = measured.filter { split.test.contains($0.id) }
    let priors = try estimate.priors(of: training)
    let prior = try estimate.cohortPrior(priors)
    let classifier = try await ClassifierTraining(settings, quantifier: measuring?.bundle).trained(
      on: TrainingSpectra(settings, basis: basis).classification(prior: prior), basis: basis)
    let diagnosis = Diagnosis(settings.studyProtocol)
    let rules = try diagnosis.rules(network: classifier.bundle, methods: methods)
    let scores = try NetworkRule(NetworkClassifier(classifier.bundle)).scores(of: test)
    return Found(
      split: split, priors: priors, prior: prior, classifier: classifier,
      spreads: Dictionary(zip(test.map(\.id), scores.map(\.spread)), uniquingKeysWith: { $1 }),
      results: try diagnosis.results(of: rules + limits, on: measured, split: split))
  }
}
