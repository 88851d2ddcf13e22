import MRSCore
import MRSFitting
import MRSProfile
import MRSStatistics

/// What a study found in one cohort.
public struct CohortOutcome: Sendable {
  /// A name for tables: "effect 1.0", "no effect".
  public let scenario: String
  public let subjects: [AnalysedSubject]
  /// The same, measured by every method.
  public let measured: [MeasuredSubject]
  /// The conventional fit of each.
  public let fits: [Fit]
  public let diagnosis: CohortDiagnosis.Found
  public let alarm: NuisanceAlarm
  public let result: StudyResult

  public var split: Split { diagnosis.split }
  public var prior: CohortPrior { diagnosis.prior }
  public var classifier: TrainedStage { diagnosis.classifier }
}
