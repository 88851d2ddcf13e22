import MRSCore
import MRSProfile

/// A whole study: the cohort, the qCNN compared with the fits, and, for virtual patients, the cohort with no effect.
public struct StudyOutcome: Sendable {
  public let studyProtocol: StudyProtocol
  public let seed: UInt64
  public let basis: BasisSet
  /// What gave the posteriors of the patients' amounts, in words.
  public let measuredBy: String
  public let cohort: CohortOutcome
  /// How much so few patients can say.
  public let limits: SmallStudyLimits
  /// The same scenario with every group ratio set to 1; `nil` for real patients.
  public let null: CohortOutcome?
  /// The truth of virtual patients; empty for real ones.
  public let patients: [VirtualPatient]
  public let quantifier: TrainedStage
  public let comparison: Comparison
  public let shown: [ShownFit]

  public var isSynthetic: Bool { !patients.isEmpty }
}
