import MRSReport

extension VirtualStudyReport {
  private func lines(
    _ title: String, _ caption: String, _ label: String, reference: Double?, _ value: @escaping (RuleSummary) -> Double
  ) -> LineFigure {
    let effects = summary.effects.map(\.effect)
    let names = summary.effects.first?.classifiers.map(\.name) ?? []
    var series = names.map { name in
      LineFigure.Series(
        name: name, x: effects,
        y: summary.effects.map { effect in effect.classifiers.first { $0.name == name }.map(value) ?? 0 })
    }
    series.append(.init(name: "limit: known priors", x: effects, y: summary.effects.map { value($0.bayes) }))
    series.append(.init(name: "limit: known amounts", x: effects, y: summary.effects.map { value($0.oracle) }))
    if let reference { series.append(.init(name: "chance", x: effects, y: effects.map { _ in reference })) }
    return LineFigure(title: title, caption: caption, xLabel: "effect k", yLabel: label, series: series)
  }

  var areaFigure: LineFigure {
    lines(
      "AUC against effect", "Mean AUC over cohorts, each rule, with the limits.", "mean AUC", reference: 0.5
    ) { $0.meanAUC }
  }

  var accuracyFigure: LineFigure {
    lines(
      "Accuracy against effect", "Mean accuracy over cohorts. Published: 16 of 17, 0.94.", "mean accuracy",
      reference: 0.5
    ) { $0.meanAccuracy }
  }

  var publishedFigure: LineFigure {
    lines(
      "Cohorts as good as the published one",
      "The share of cohorts in which 16 or 17 of 17 test patients are called rightly.",
      "share of cohorts", reference: nil
    ) { $0.shareAtLeast16of17 }
  }
}
