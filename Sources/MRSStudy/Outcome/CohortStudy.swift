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
    let cohort = settings.studyProtocol.cohort
    let (measured, fits) = try await measurement.measured(subjects, truths: truths, title: scenario)
    let diagnosis = CohortDiagnosis(settings, basis: basis, measuring: measuring)
    let found = try await diagnosis.diagnosed(measured)
    return CohortOutcome(
      scenario: scenario, subjects: subjects, measured: measured, fits: fits, diagnosis: found,
      alarm: try NuisanceAlarm(
        AnalysedSubject.alarmNames, of: subjects.map(\.alarms), isPositive: measured.map(\.isPositive)),
      result: try StudyResult(
        positiveGroup: cohort.positiveGroup, negativeGroup: cohort.negativeGroup, classifiers: found.results))
  }

  /// How much the patients of a cohort can say.
  /// - Throws: `StatisticsError`; what a rule throws.
  public func limits(of outcome: CohortOutcome) async throws -> SmallStudyLimits {
    try await SmallStudyLimits(
      settings, of: outcome.measured, split: outcome.split,
      methods: CohortDiagnosis(settings, basis: basis, measuring: measuring).methods)
  }
}
