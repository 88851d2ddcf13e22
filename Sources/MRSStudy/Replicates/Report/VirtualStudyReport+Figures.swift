import MRSReport

extension VirtualStudyReport {
  private func lines(
    _ title: String, _ caption: String, _ label: String, chance: Double? = nil, published: Double? = nil,
    _ value: @escaping (RuleSummary) -> Double
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
    if let chance { series.append(.init(name: "chance", x: effects, y: effects.map { _ in chance })) }
    if let published { series.append(.init(name: "published", x: effects, y: effects.map { _ in published })) }
    return LineFigure(title: title, caption: caption, xLabel: "effect k", yLabel: label, series: series)
  }

  var areaFigure: LineFigure {
    lines(
      "AUC against effect", "Mean AUC over cohorts, each rule, with the limits.", "mean AUC", chance: 0.5
    ) { $0.meanAUC }
  }

  var accuracyFigure: LineFigure {
    lines(
      "Accuracy against effect", "Mean accuracy over cohorts. Published: 16 of 17.", "mean accuracy", chance: 0.5,
      published: 16.0 / 17
    ) { $0.meanAccuracy }
  }

  var sensitivityFigure: LineFigure {
    lines(
      "Sensitivity against effect", "Mean sensitivity over cohorts. Published: 7 of 7.", "mean sensitivity",
      published: 1
    ) { $0.meanSensitivity }
  }

  var specificityFigure: LineFigure {
    lines(
      "Specificity against effect", "Mean specificity over cohorts. Published: 9 of 10.", "mean specificity",
      published: 0.9
    ) { $0.meanSpecificity }
  }

  var publishedFigure: LineFigure {
    lines(
      "Cohorts as good as the published one",
      "The share of cohorts in which 16 or 17 of 17 test patients are called rightly.", "share of cohorts"
    ) { $0.shareAtLeast16of17 }
  }
}
