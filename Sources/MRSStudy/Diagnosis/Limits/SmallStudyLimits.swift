import MRSCore
import MRSProfile
import MRSStatistics

/// How much so few patients can say: printed with every study, unasked.
public struct SmallStudyLimits: Sendable {
  public let patients: Int
  /// What is asked of a model with as many predictors as there are targets, at an AUC of ``area``.
  public let criteria: SampleSizeCriteria
  /// By what a model's log-odds would have to be multiplied that was learnt from the training patients.
  public let expectedShrinkage: Double
  public let rules: [ResampledRule]

  /// The AUC that the criteria take for granted: that of a good test.
  public static let area = 0.8

  /// - Throws: `StatisticsError`; what a rule throws.
  public init(
    _ settings: StudySettings, of measured: [MeasuredSubject], split: Split, methods: [MeasuredSubject.Method]
  ) async throws {
    let studyProtocol = settings.studyProtocol
    var seen: Set<String> = []
    let once = measured.filter { seen.insert($0.id).inserted }
    patients = once.count
    let prevalence = Double(once.count(where: \.isPositive)) / Double(once.count)
    criteria = try SampleSizeCriteria(
      predictors: studyProtocol.targets.count, prevalence: prevalence,
      coxSnell: CoxSnellR2.expected(area: Self.area, prevalence: prevalence))
    expectedShrinkage = criteria.expectedShrinkage(patients: split.training.count)
    let cohort = try CohortTable(subjects: once.map { Subject(id: $0.id, group: $0.group, file: $0.id) })
    let examples = measured.map { $0.example($0) }
    let stream = settings.stream.child("resampling")
    let rules = try Diagnosis(studyProtocol).learning(methods: methods)
    // Where there are too few patients even for that, a rule is left out.
    self.rules = try await settings.worker.map(
      Array(rules.enumerated()).map { ($0, $1) }, "Other splits", unit: "rules"
    ) {
      index, rule -> ResampledRule? in
      do {
        return try Self.resampled(rule, on: examples, cohort: cohort, split: split, stream: stream.child(index))
      } catch is StatisticsError {
        return nil
      }
    }.compactMap(\.self)
  }

  private static func resampled(
    _ rule: some DiagnosticRule, on examples: [LabelledExample<MeasuredSubject>], cohort: CohortTable, split: Split,
    stream: RandomStream
  ) throws -> ResampledRule {
    try ResampledRule(rule, on: examples, cohort: cohort, split: split, stream: stream)
  }
}
