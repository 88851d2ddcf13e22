import MRSStatistics

/// What a program knows of a study, for reporting checklists: each fact in words, `nil` where it is not known.
///
/// The names of the properties are those by which the checklists' answers call them.
public struct StudyFacts: Sendable {
  /// The group sought, and the other.
  public let positive, negative: String
  public let flow: StudyFlow
  /// Each classifier with its results on the test subjects, the first being the study's own.
  public let classifiers: [ClassifierResult]

  // MARK: The study

  /// What the study asks.
  public var question: String?
  /// Where its data are from.
  public var sources: String?
  /// Who is learnt from and who is tested.
  public var split: String?
  /// What became of missing data.
  public var missing: String?
  /// When a scan is left out.
  public var exclusion: String?
  /// Patients asked for by criteria, and what to expect of fewer.
  public var sampleSize: String?
  /// What the study's controls found.
  public var controls: String?
  public var limits: String?

  // MARK: How it was measured

  /// In tesla.
  public var field: String?
  public var manufacturer, scanner, coils, sequence, voxel: String?
  /// TR and TE.
  public var times: String?
  public var averages, sampling: String?
  /// Registration of averages.
  public var motion: String?
  public var processing: String?
  /// What amounts are given in.
  public var output: String?
  public var fit, basis, water: String?
  /// The part of the spectrum that is used.
  public var window: String?
  /// Signal to noise, linewidth.
  public var quality: String?
  public var fitQuality: String?

  // MARK: How it was told

  /// The classifier in words.
  public var method: String?
  public var predictors, transformation, threshold, statistics, uncertainty, variability,
    imbalance: String?
  public var network, training, initialization, selection, ensemble, explanation, failures: String?

  // MARK: Software

  /// Name and version.
  public var software: String?
  public var libraries: String?
  /// Where the code is.
  public var code: String?
  /// The name of the protocol.
  public var `protocol`: String?
  public var seed: UInt64?

  public init(positive: String, negative: String, flow: StudyFlow, classifiers: [ClassifierResult]) {
    self.positive = positive
    self.negative = negative
    self.flow = flow
    self.classifiers = classifiers
  }
}
