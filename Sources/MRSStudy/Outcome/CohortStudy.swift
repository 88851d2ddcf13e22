import MRSCore
import MRSModel
import MRSNetworks
import MRSProfile
import MRSStatistics

/// The study of one cohort.
public struct CohortStudy: Sendable {
  public let settings: StudySettings
  public let basis: BasisSet
  /// What measures the patients; `nil` for the maximum a posteriori fit.
  public let measuring: MeasuringNetwork?
  private let measurement: SubjectMeasurement

  /// - Throws: `ProfileError`, `NetworkError`.
  public init(_ settings: StudySettings, basis: BasisSet, measuring: MeasuringNetwork?) throws {
    self.settings = settings
    self.basis = basis
    self.measuring = measuring
    measurement = try SubjectMeasurement(
      settings, basis: basis, network: measuring.map { try NetworkQuantifier($0.bundle, named: $0.origin) })
  }

  /// A cohort from its analysed scans to its diagnosis: measured, split by subject, priors from the first of each group, cCNN
  /// trained on spectra drawn from them, test patients classified by every rule.
  /// - Parameter truths: the true amounts (mM) of virtual patients, which only the oracle sees.
  /// - Throws: whatever a stage throws.
  public func outcome(
    of subjects: [AnalysedSubject], truths: [[String: Double]]? = nil, scenario: String
  ) async throws -> CohortOutcome {
    let studyProtocol = settings.studyProtocol
    let estimate = PriorEstimate(studyProtocol)
    let split = try estimate.split(subjects.map { ($0.id, $0.group) })
    let (measured, fits) = try await measurement.measured(subjects, truths: truths, title: scenario)
    let training = measured.filter { split.training.contains($0.id) }
    let test = measured.filter { split.test.contains($0.id) }
    let priors = try estimate.priors(of: training)
    let prior = try estimate.cohortPrior(priors)
    let classifier = try await ClassifierTraining(settings, quantifier: measuring?.bundle).trained(
      on: TrainingSpectra(settings, basis: basis).classification(prior: prior), basis: basis)
    let diagnosis = Diagnosis(studyProtocol)
    let rules = try diagnosis.rules(
      priors: priors, network: classifier.bundle,
      methods: MeasuredSubject.Method.allCases.filter { $0 != .network || measuring != nil })
    let network = try NetworkRule(NetworkClassifier(classifier.bundle), trust: priors.trust).scores(of: test)
    return CohortOutcome(
      scenario: scenario, subjects: subjects, measured: measured, fits: fits, split: split, priors: priors,
      prior: prior, classifier: classifier,
      spreads: Dictionary(zip(test.map(\.id), network.map { priors.trust * $0.spread }), uniquingKeysWith: { $1 }),
      alarm: try NuisanceAlarm(
        AnalysedSubject.alarmNames, of: subjects.map(\.alarms), isPositive: measured.map(\.isPositive)),
      result: try StudyResult(
        positiveGroup: studyProtocol.cohort.positiveGroup, negativeGroup: studyProtocol.cohort.negativeGroup,
        classifiers: try diagnosis.results(of: rules, training: training, test: test)))
  }
}
