import MRSCore

/// Learns a classifier whose probabilities are made right by scores of patients it had not seen.
///
/// The training subjects are parted into folds, each group evenly; each fold is scored by a classifier learnt from the
/// others, and ``ScoreCalibration`` fits the logits of those scores. The classifier itself then learns from all. No
/// test patient takes part, so that the threshold of ½ is fixed before the test.
public struct CalibratedTrainer<Input: Sendable>: ClassifierTrainer {
  public let trainer: any ClassifierTrainer<Input>
  /// How many folds; fewer where a group has fewer subjects.
  public let folds: Int
  public let stream: RandomStream

  /// - Throws: ``StatisticsError/outOfRange(quantity:value:expected:)`` for fewer than two folds.
  public init(_ trainer: any ClassifierTrainer<Input>, folds: Int = 5, stream: RandomStream) throws(StatisticsError) {
    guard folds >= 2 else {
      throw .outOfRange(quantity: "the number of folds", value: Double(folds), expected: "at least 2")
    }
    self.trainer = trainer
    self.folds = folds
    self.stream = stream
  }

  /// - Throws: ``StatisticsError``: a class with fewer than two subjects; what the trainer throws.
  public func trained(on examples: [LabelledExample<Input>]) throws -> any Classifier<Input> {
    let subjects = SubjectExamples.grouped(examples)
    let cohort = try CohortTable(
      subjects: subjects.map { Subject(id: $0.subject, group: $0.isPositive ? "positive" : "negative", file: "-") })
    let smallest = cohort.groups.map { cohort.subjects(in: $0).count }.min() ?? 0
    guard cohort.groups.count == 2, smallest >= 2 else {
      throw StatisticsError.groupTooSmall(
        group: "the smaller one", subjects: cohort.groups.count == 2 ? smallest : 0, needed: 2,
        purpose: "a calibration")
    }
    let splits = try Split.stratifiedFolds(min(folds, smallest), of: cohort, stream: stream)
    let result = try ClassifierResult.evaluating(trainer, name: "", on: examples, splits: splits)
    let calibration = try ScoreCalibration(
      scores: result.scores.map { CalibrationLine.logit($0.score) }, isPositive: result.scores.map(\.isPositive))
    return CalibratedClassifier(base: try trainer.trained(on: examples), calibration: calibration)
  }
}

/// A classifier followed by a ``ScoreCalibration`` of its logits.
public struct CalibratedClassifier<Input>: Classifier {
  public let base: any Classifier<Input>
  public let calibration: ScoreCalibration

  public var name: String { base.name }

  public func probability(of input: Input) throws -> Double {
    calibration.probability(of: CalibrationLine.logit(try base.probability(of: input)))
  }
}
