import MRSReport
import MRSStatistics

extension Evaluation {
  /// The evaluation as one page.
  /// - Throws: `ReportError`.
  public func report(facts: [(key: String, value: String)]) throws -> ReportPage {
    ReportPage(
      title: "Evaluation: \(scenario)",
      notice: """
        \(examples) spectra whose truth is known: \(title). What it shows is how methods do on such spectra, not on \
        people. Research software, not a medical device.
        """,
      sections: [
        .init(title: "Doubts", blocks: [.table(try alarmTable())]),
        .init(title: "Errors", blocks: try [.table(errorTable())] + figure(slopes)),
        .init(
          title: "Intervals", blocks: try [.table(coverageTable())] + figure(coverage) + figure(joint) + figure(ranks)),
        .init(title: "By noise, width and fat", blocks: [.table(try thirdsTable())]),
        .init(title: "By variant", blocks: groups.isEmpty ? [] : [.table(try groupTable())]),
        .init(title: "How it was done", blocks: [.facts(facts)]),
      ].filter { !$0.blocks.isEmpty })
  }

  private func figure(_ figure: (any Figure)?) -> [ReportPage.Block] { figure.map { [.figure($0)] } ?? [] }

  private func forest(
    title: String, caption: String, label: String, reference: Double, range: ClosedRange<Double>?,
    _ interval: (MethodScore) -> ConfidenceInterval?
  ) -> ForestFigure? {
    let rows = (targets + sums).map { quantity in
      ForestFigure.Row(name: quantity.name, intervals: methods.map { quantity.methods[$0].flatMap(interval) })
    }
    guard rows.contains(where: { $0.intervals.contains { $0 != nil } }) else { return nil }
    return ForestFigure(
      title: title, caption: caption, xLabel: label, series: methods.map(\.title), rows: rows, reference: reference,
      range: range)
  }

  private var slopes: ForestFigure? {
    forest(
      title: "Slope of estimate on truth",
      caption: "1 is ideal; 0 says that the prior was returned. Intervals of 95 %.",
      label: "slope of estimate on truth",
      reference: 1, range: -0.5...2
    ) { $0.agreement.line?.slope }
  }

  private var coverage: ForestFigure? {
    forest(
      title: "How often intervals of 90 % hold",
      caption: "The share of spectra whose interval of 90 % holds the truth, with exact intervals of 95 %.",
      label: "share that hold", reference: 0.9, range: 0.5...1
    ) { $0.agreement.coverage }
  }

  /// Of all targets together (TARP).
  private var joint: LineFigure? {
    guard !jointRanks.isEmpty else { return nil }
    let levels = PosteriorRanks.levels
    return LineFigure(
      title: "Expected coverage of all targets together",
      caption: """
        The share of truths within regions about random points that claim so much (TARP, arXiv:2302.03026), of \
        \(examples) spectra: the diagonal, if the joint posterior is right.
        """,
      xLabel: "credibility", yLabel: "share of truths",
      series: methods.compactMap { method in
        jointRanks[method].map { .init(name: method.title, x: levels, y: $0.shares) }
      } + [.init(name: "ideal", x: levels, y: levels)])
  }

  /// Of the four targets whose ranks are the least even.
  private var ranks: LineFigure? {
    let found = targets.flatMap { target in
      methods.compactMap { method in target.methods[method]?.ranks.map { (target.name, method, $0) } }
    }.sorted { ($1.2.uniformity.statistic, $0.0) < ($0.2.uniformity.statistic, $1.0) }
    guard !found.isEmpty else { return nil }
    let levels = PosteriorRanks.levels
    return LineFigure(
      title: "Ranks of the truth among draws, less their ideal",
      caption: """
        The share of truths below a quantile of their posterior, less what it ought to be (simulation-based \
        calibration, arXiv:1804.06788); the four least even of \(found.count). Above zero on the left: posteriors too \
        high or too narrow.
        """,
      xLabel: "quantile", yLabel: "share less ideal",
      series: found.prefix(4).map { name, method, ranks in
        .init(name: "\(name), \(method.title)", x: levels, y: zip(ranks.shares, levels).map { $0 - $1 })
      } + [.init(name: "ideal", x: levels, y: levels.map { _ in 0 })])
  }
}
