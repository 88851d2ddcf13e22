/// How one classifier did on the test subjects.
public struct ClassifierResult: Hashable, Sendable, Codable {
  public let classifier: String
  /// A score of at least this is called positive.
  public let threshold: Double
  /// One score a subject.
  public let scores: [SubjectScore]
  public let confusion: ConfusionTable
  public let roc: ROCCurve

  /// - Throws: ``StatisticsError``: a subject scored twice, one class only, a score that is not finite.
  public init(classifier: String, threshold: Double = 0.5, scores: [SubjectScore]) throws(StatisticsError) {
    var seen: Set<String> = []
    for score in scores where !seen.insert(score.subject).inserted {
      throw .repeatedSubject(subject: score.subject)
    }
    self.classifier = classifier
    self.threshold = threshold
    self.scores = scores
    roc = try ROCCurve(scores: scores.map(\.score), isPositive: scores.map(\.isPositive))
    confusion = try ConfusionTable(called: scores.map { $0.score >= threshold }, isPositive: scores.map(\.isPositive))
  }

  /// The result of learning on each split's training side and scoring its test side; with folds, every subject is
  /// scored once, by a classifier that had not seen it.
  /// - Throws: ``StatisticsError/unknownSubject(subject:)`` where a split names a subject without example; whatever
  ///   the trainer throws.
  public static func evaluating<Input>(
    _ trainer: any ClassifierTrainer<Input>, name: String, on examples: [LabelledExample<Input>], splits: [Split],
    threshold: Double = 0.5
  ) throws -> ClassifierResult {
    var scores: [SubjectScore] = []
    for split in splits {
      let classifier = try trainer.trained(on: select(split.training, from: examples))
      for example in try select(split.test, from: examples) {
        scores.append(
          SubjectScore(
            subject: example.subject, group: example.group, isPositive: example.isPositive,
            score: try classifier.probability(of: example.input)))
      }
    }
    return try ClassifierResult(classifier: name, threshold: threshold, scores: scores)
  }

  private static func select<Input>(
    _ ids: [String], from examples: [LabelledExample<Input>]
  ) throws(StatisticsError) -> [LabelledExample<Input>] {
    var result: [LabelledExample<Input>] = []
    for id in ids {
      guard let example = examples.first(where: { $0.subject == id }) else { throw .unknownSubject(subject: id) }
      result.append(example)
    }
    return result
  }
}
