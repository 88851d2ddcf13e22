import MRSCore
import MRSStatistics

/// How a rule that learns from patients alone does when the split is drawn anew: what one split of few patients does not tell.
public struct ResampledRule: Sendable, Codable, Hashable {
  public let rule: String
  /// Of the protocol's split.
  public let accuracy: Double
  /// 95 %, subjects redrawn on both sides of the split and everything learnt anew: what the study would find with other patients.
  /// Empty where too few redrawn studies could be done.
  public let twoStageInterval: [Double]
  /// Each subject tested by what all others taught.
  public let leaveOneOutAccuracy: Double
  /// Five stratified folds, several times: mean and deviation between times.
  public let foldAccuracy: Double
  public let foldDeviation: Double
  /// By the .632+ rule.
  public let accuracy632: Double

  private static let folds = 5
  private static let repeats = 3
  private static let replicates = 40

  /// - Throws: `StatisticsError`; what the rule throws.
  init(
    _ rule: some DiagnosticRule, on examples: [LabelledExample<MeasuredSubject>], cohort: CohortTable, split: Split,
    stream: RandomStream
  ) throws {
    self.rule = rule.name
    func share(_ splits: [Split]) throws -> Double {
      let table = try Diagnosis.result(of: rule, on: examples, splits: splits).confusion
      return Double(table.correct) / Double(table.total)
    }
    accuracy = try share([split])
    leaveOneOutAccuracy = try share(Split.leaveOneSubjectOut(of: cohort))
    let least = cohort.groups.map { cohort.subjects(in: $0).count }.min() ?? 0
    let all = try Split.repeatedStratifiedFolds(
      min(Self.folds, least), repeats: Self.repeats, of: cohort, stream: stream.child("folds"))
    let shares = try all.map(share)
    foldAccuracy = shares.reduce(0, +) / Double(shares.count)
    foldDeviation =
      (shares.reduce(0) { [foldAccuracy] in $0 + ($1 - foldAccuracy) * ($1 - foldAccuracy) }
      / Double(max(1, shares.count - 1))).squareRoot()
    accuracy632 =
      1 - (try ErrorEstimate632(of: rule, on: examples, replicates: Self.replicates, stream: stream.child("632")).error)
    let interval = try TwoStageBootstrap(replicates: Self.replicates).interval(
      of: .accuracy(threshold: 0.5), rule, on: examples, split: split, stream: stream.child("two stages")
    ).interval
    twoStageInterval = interval.map { [$0.lower, $0.upper] } ?? []
  }
}
