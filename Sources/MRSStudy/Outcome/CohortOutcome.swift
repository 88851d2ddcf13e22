import MRSCore
import MRSFitting
import MRSModel
import MRSProfile
import MRSStatistics

/// What a study found in one cohort.
public struct CohortOutcome: Sendable {
  /// A name for tables: "with effect", "no effect".
  public let scenario: String
  public let subjects: [AnalysedSubject]
  public let fits: [Fit]
  public let split: Split
  public let prior: CohortPrior
  public let classifier: TrainedStage
  public let result: StudyResult
}
