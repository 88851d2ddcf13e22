import MRSCore
import MRSFitting
import MRSModel
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
  public let split: Split
  public let priors: GroupPriors
  /// The priors as networks are trained on them.
  public let prior: CohortPrior
  public let classifier: TrainedStage
  /// By test patient: how far the networks of the cCNN lie apart, in log-odds.
  public let spreads: [String: Double]
  public let alarm: NuisanceAlarm
  public let result: StudyResult
}
