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
  ///
  /// A subject with several examples, one a scan, is learnt from with all of them, and scored by their mean probability;
  /// one who is tested by several splits, as of repeated folds, by the mean over them.
  /// - Throws: ``StatisticsError/unknownSubject(subject:)`` where a split names a subject without example; whatever
  ///   the trainer throws.
  public static func evaluating<Input>(
    _ trainer: any ClassifierTrainer<Input>, name: String, on examples: [LabelledExample<Input>], splits: [Split],
    threshold: Double = 0.5
  ) throws -> ClassifierResult {
    let subjects = SubjectExamples.grouped(examples)
    let places = Dictionary(uniqueKeysWithValues: subjects.enumerated().map { ($1.subject, $0) })
    func select(_ ids: [String]) throws(StatisticsError) -> [Int] {
      var result: [Int] = []
      for id in ids {
        guard let place = places[id] else { throw .unknownSubject(subject: id) }
        result.append(place)
      }
      return result
    }
    var order: [Int] = []
    var sums: [Int: (score: Double, count: Double)] = [:]
    for split in splits {
      let classifier = try trainer.trained(on: try select(split.training).flatMap { subjects[$0].examples })
      for place in try select(split.test) {
        if sums[place] == nil { order.append(place) }
        let before = sums[place] ?? (0, 0)
        sums[place] = (before.score + (try subjects[place].score(by: classifier).score), before.count + 1)
      }
    }
    let scores = order.map { place in
      let (sum, count) = sums[place] ?? (0, 1)
      return SubjectScore(
        subject: subjects[place].subject, group: subjects[place].group, isPositive: subjects[place].isPositive,
        score: sum / count)
    }
    return try ClassifierResult(classifier: name, threshold: threshold, scores: scores)
  }

  /// The area under the ROC curve from splits that test one positive and one negative subject each
  /// (``Split/leavePairOut(of:positiveGroup:)``): the share of them whose positive subject scores higher, ties as ½.
  /// - Throws: ``StatisticsError``: no splits, a side of one class only; whatever the trainer throws.
  public static func pairwiseArea<Input>(
    _ trainer: any ClassifierTrainer<Input>, on examples: [LabelledExample<Input>], splits: [Split]
  ) throws -> Double {
    guard !splits.isEmpty else { throw StatisticsError.tooFew(quantity: "pairs left out", found: 0, needed: 1) }
    return try splits.reduce(0.0) { sum, split in
      sum + (try evaluating(trainer, name: "", on: examples, splits: [split]).roc.area)
    } / Double(splits.count)
  }
}
