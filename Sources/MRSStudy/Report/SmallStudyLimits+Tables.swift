import MRSReport
import MRSStatistics

extension SmallStudyLimits {
  /// What is asked of a study, and what there is.
  /// - Throws: `ReportError`.
  func sampleSizeTable() throws -> Table {
    try Table(
      title: "Patients that a model of \(criteria.predictors) amounts is asked for",
      columns: [.init("criterion"), .init("patients")],
      rows: [
        [.text("shrinkage of 0.9 or better"), .integer(criteria.forShrinkage)],
        [.text("R² at most 0.05 too bright"), .integer(criteria.forOptimism)],
        [.text("mean risk within 0.05"), .integer(criteria.forMeanRisk)],
        [.text("all of them"), .integer(criteria.patients)],
        [.text("this study"), .integer(patients)],
      ],
      footnotes: [
        "Riley et al. 2020 (doi:10.1136/bmj.m441), for an AUC of \(NumberText.significant(Self.area)).",
        expectedShrinkage > 0
          ? "Expected shrinkage of a model learnt from the training patients: "
            + "\(NumberText.significant(expectedShrinkage, digits: 2))."
          : "A model of all amounts learnt from the training patients is expected to be worse than none.",
      ])
  }

  /// - Throws: `ReportError`.
  func splitTable() throws -> Table {
    try Table(
      title: "The same patients split otherwise",
      columns: [
        .init("rule"), .init("this split"), .init("95 %, other patients"), .init("leave one subject out"),
        .init("5 folds"), .init("± between times"), .init(".632+"),
      ],
      rows: rules.map { rule in
        [
          .text(rule.rule), .number(rule.accuracy),
          .text(rule.twoStageInterval.map { NumberText.fixed($0, decimals: 2) }.joined(separator: " to ")),
          .number(rule.leaveOneOutAccuracy), .number(rule.foldAccuracy), .number(rule.foldDeviation, digits: 2),
          .number(rule.accuracy632),
        ]
      },
      footnotes: [
        "Accuracy of rules that learn from patients alone; the cCNN's training is not repeated.",
        "95 %: training and test patients redrawn within their groups, everything learnt anew.",
      ])
  }
}
