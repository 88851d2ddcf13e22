import MRSProfile
import MRSReport
import MRSStatistics

/// The report of a virtual study: what such a design can find, and what it cannot.
public struct VirtualStudyReport: Sendable {
  let summary: VirtualStudySummary
  let studyProtocol: StudyProtocol
  let plan: VirtualStudyPlan
  let seed: UInt64

  public init(_ summary: VirtualStudySummary, studyProtocol: StudyProtocol, plan: VirtualStudyPlan, seed: UInt64) {
    self.summary = summary
    self.studyProtocol = studyProtocol
    self.plan = plan
    self.seed = seed
  }

  /// - Throws: `ReportError`.
  public func page() throws -> ReportPage {
    ReportPage(
      title: "What a study of this design can find: \(studyProtocol.title)",
      notice: """
        All patients are virtual, and the differences between groups are invented dials: effect k is every ratio of the \
        protocol to the power k. It shows what the design can find, not what there is. Research software, not a medical device.
        """,
      sections: [
        .init(
          title: "The answer",
          blocks: sentences.map { .paragraph($0) } + [.figure(areaFigure), .figure(publishedFigure)]),
        .init(title: "Every rule at every effect", blocks: [.table(try classifierTable()), .figure(accuracyFigure)]),
        .init(title: "Limits, where the priors are known", blocks: [.table(try limitTable())]),
        .init(title: "Controls", blocks: [.table(try permutedTable()), .table(try alarmTable())]),
        .init(title: "Priors between patients", blocks: [.table(try priorTable())]),
        .init(
          title: "How it was done",
          blocks: [
            .facts([
              ("protocol", studyProtocol.name), ("seed", "\(seed)"), ("replicates", "\(plan.repeats)"),
              ("effects", plan.effects.map { NumberText.significant($0) }.joined(separator: ", ")),
              (
                "patients",
                "\(studyProtocol.cohort.negatives) + \(studyProtocol.cohort.positives), the first "
                  + "\(studyProtocol.cohort.priorSubjects) of each group for the priors"
              ),
            ])
          ]),
      ])
  }

  /// The findings in sentences, each made from the numbers.
  private var sentences: [String] {
    var sentences = summary.effects.compactMap { effect -> String? in
      guard let network = effect.classifiers.first else { return nil }
      return
        "Effect \(NumberText.significant(effect.effect)): the cCNN calls \(percent(network.meanAccuracy)) rightly in "
        + "the mean of \(effect.repeats) cohorts (limit with known priors \(percent(effect.bayes.meanAccuracy)), with known "
        + "amounts \(percent(effect.oracle.meanAccuracy))); \(percent(network.shareAtLeast16of17)) of cohorts have 16 or 17 of 17."
    }
    let published = summary.published
    if let even = published.effectOfEvenOdds {
      let ends = published.effectInterval.map { $0.map { NumberText.fixed($0, decimals: 2) } ?? "beyond the list" }
      sentences.insert(
        "16 of 17 right, the published result, is likelier than not from effect \(NumberText.fixed(even, decimals: 2)) on "
          + "(95 %: \(ends.joined(separator: " to "))).", at: 0)
    } else {
      sentences.insert(
        "At no effect of the list are 16 of 17 right calls, the published result, likelier than not.", at: 0)
    }
    return sentences
  }

  private func percent(_ share: Double) -> String { "\(NumberText.fixed(100 * share, decimals: 0)) %" }

  /// - Throws: `ReportError`.
  public func classifierTable() throws -> Table {
    let rows = summary.effects.flatMap { effect in
      (effect.classifiers + [effect.bayes, effect.oracle]).map { Self.row($0, effect: effect.effect) }
    }
    return try Table(
      title: "Rules over replicates", columns: Self.columns, rows: rows,
      footnotes: [
        "± and intervals: between cohorts, and 95 % of the mean over cohorts. Brier: 0.25 for a half every time.",
        "A cohort of 17 test patients scatters by about 0.1 in accuracy whatever the rule.",
      ])
  }

  private static let columns: [Table.Column] = [
    .init("effect"), .init("rule"), .init("accuracy"), .init("± between cohorts"), .init("sensitivity"),
    .init("specificity"), .init("AUC"), .init("95 % of the mean"), .init("16 or 17 of 17"), .init("Brier"),
  ]

  private static func row(_ rule: RuleSummary, effect: Double) -> [Cell] {
    [
      .number(effect), .text(rule.name), .number(rule.meanAccuracy), .number(rule.accuracyDeviation, digits: 2),
      .number(rule.meanSensitivity), .number(rule.meanSpecificity), .number(rule.meanAUC),
      .text(rule.aucInterval.map { NumberText.fixed($0, decimals: 3) }.joined(separator: " to ")),
      .number(rule.shareAtLeast16of17), .number(rule.meanBrier),
    ]
  }

  func permutedTable() throws -> Table {
    try Table(
      title: "Groups dealt out anew before priors were built, effect \(NumberText.significant(plan.effects.last ?? 0))",
      columns: Self.columns, rows: summary.permuted.map { Self.row($0, effect: plan.effects.last ?? 0) },
      footnotes: ["There is nothing to find: accuracy and AUC must be one half."])
  }

  func limitTable() throws -> Table {
    try Table(
      title: "Limits on many spectra",
      columns: [
        .init("effect"), .init("rule"), .init("spectra"), .init("AUC"), .init("accuracy"),
        .init("slope of outcomes on log-odds"),
      ],
      rows: summary.effects.flatMap { effect in
        (effect.limits?.rows ?? []).map { row -> [Cell] in
          [
            .number(effect.effect), .text(row.rule), .integer(effect.limits?.spectra ?? 0), .number(row.area),
            .number(row.accuracy), row.calibrationSlope.map { .number($0) } ?? .missing,
          ]
        }
      }, footnotes: ["A slope of 1: probabilities are as large as they should be."])
  }

  func alarmTable() throws -> Table {
    try Table(
      title: "Alarm of nuisances",
      columns: [.init("planted"), .init("cohorts"), .init("raised"), .init("95 %")],
      rows: summary.alarms.map { alarm in
        [
          .text(alarm.planted?.rawValue ?? "nothing"), .integer(alarm.repeats), .number(alarm.share),
          .text(alarm.interval.map { NumberText.fixed($0, decimals: 3) }.joined(separator: " to ")),
        ]
      },
      footnotes: [
        "Planted: \(NumberText.significant(PlantedDifference.size)) deviations of the logarithm between the groups. Each "
          + "nuisance by Mann–Whitney's test, after Holm, below \(NumberText.significant(NuisanceAlarm.level))."
      ])
  }

  /// - Throws: `ReportError`.
  public func priorTable() throws -> Table {
    try Table(
      title: "Priors of \(studyProtocol.cohort.priorSubjects) patients a group against the truth",
      columns: [
        .init("species"), .init("bias of the mean", unit: "SD"), .init("error of the mean", unit: "SD"),
        .init("deviation, estimated over true"), .init("90 % intervals that hold"),
      ],
      rows: summary.priors.map { prior in
        [
          .text(prior.species), .number(prior.bias, digits: 2), .number(prior.error, digits: 2),
          .number(prior.deviationRatio), .number(prior.coverage),
        ]
      }, footnotes: ["SD: the true deviation of the logarithm between patients of a group."])
  }
}
