import MRSProfile
import MRSReport
import MRSStatistics

extension VirtualStudyReport {
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
    .init("specificity"), .init("their mean"), .init("99 % of it"), .init("AUC"), .init("95 % of the mean"),
    .init("16 or 17 of 17"), .init("Brier"), .init("cohorts"),
  ]

  private static func row(_ rule: RuleSummary, effect: Double) -> [Cell] {
    [
      .number(effect), .text(rule.name), .number(rule.meanAccuracy), .number(rule.accuracyDeviation, digits: 2),
      .number(rule.meanSensitivity), .number(rule.meanSpecificity), .number(rule.meanBalancedAccuracy),
      range(rule.balancedAccuracyInterval), .number(rule.meanAUC), range(rule.aucInterval),
      .number(rule.shareAtLeast16of17), .number(rule.meanBrier), .integer(rule.repeats),
    ]
  }

  private static func range(_ ends: [Double]) -> Cell {
    .text(ends.map { NumberText.fixed($0, decimals: 3) }.joined(separator: " to "))
  }

  /// What 16 of 17 right calls say of the effect, and what a study of another size would.
  /// - Throws: `ReportError`.
  func publishedTable() throws -> Table {
    try Table(
      title: "16 of 17 right calls, by effect: \(summary.published.rule)",
      columns: [
        .init("effect"), .init("cohorts with 16 or 17 right"), .init("with exactly 16"),
        .init("probability of the effect"), .init("± between cohorts", unit: "AUC"),
        .init("± between networks", unit: "log-odds"), .init("patients a group, AUC ± 0.05"),
      ],
      rows: summary.effects.compactMap { effect -> [Cell]? in
        guard let network = effect.classifiers.first else { return nil }
        let likelihood = summary.published.likelihoods.first { $0.effect == effect.effect }
        return [
          .number(effect.effect), .number(network.shareAtLeast16of17), .number(network.shareExactly16of17),
          likelihood.map { .number($0.probability) } ?? .missing, .number(network.aucDeviation, digits: 2),
          network.meanSpread.map { .number($0, digits: 2) } ?? .missing, .integer(effect.patientsPerGroup),
        ]
      },
      footnotes: [
        "Probability: given exactly 16 of 17, if all effects of the table were as likely beforehand.",
        "Between networks: how far the trainings of one cCNN lie apart, the mean over test patients.",
      ])
  }

  func permutedTable() throws -> Table {
    try Table(
      title: "Groups dealt out anew before priors were built, effect \(NumberText.chosen(plan.effects.last ?? 0))",
      columns: Self.columns, rows: summary.permuted.map { Self.row($0, effect: plan.effects.last ?? 0) },
      footnotes: [
        "There is nothing to find: AUC and the mean of sensitivity and specificity must be one half. One cohort is dealt out "
          + "several times for rules that need no training."
      ])
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
        "Planted: \(NumberText.chosen(PlantedDifference.size)) deviations of the logarithm between the groups. Each "
          + "nuisance by Mann–Whitney's test, after Holm, below \(NumberText.chosen(NuisanceAlarm.level))."
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
