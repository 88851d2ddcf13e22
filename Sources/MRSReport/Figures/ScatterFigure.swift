import MRSStatistics

/// Estimates against truths on equal axes, with the line of identity and, if given, the fitted line.
public struct ScatterFigure: Figure {
  /// A named cloud of points.
  public struct Series: Hashable, Sendable {
    public let name: String
    public let truths: [Double]
    public let estimates: [Double]
    public let line: StraightLine?

    public init(name: String, truths: [Double], estimates: [Double], line: StraightLine? = nil) {
      self.name = name
      self.truths = truths
      self.estimates = estimates
      self.line = line
    }
  }

  public let title: String
  public let caption: String
  /// The quantity on both axes: `"GPC"`.
  public let quantity: String
  /// The unit on both axes: `"mM"`.
  public let unit: String
  public let series: [Series]

  public init(title: String, caption: String, quantity: String, unit: String, series: [Series]) {
    self.title = title
    self.caption = caption
    self.quantity = quantity
    self.unit = unit
    self.series = series
  }

  public func svg(identifier: String) throws(ReportError) -> String {
    guard series.contains(where: { !$0.truths.isEmpty }) else { throw .empty(figure: title, quantity: "points") }
    for one in series {
      try ReportError.requireCount(one.estimates.count, one.truths.count, "the estimates of '\(one.name)'", in: title)
      try ReportError.requireFinite(one.truths, "the truths of '\(one.name)'", in: title)
      try ReportError.requireFinite(one.estimates, "the estimates of '\(one.name)'", in: title)
    }
    let values = series.flatMap { $0.truths + $0.estimates }
    let x = Axis(label: "True \(quantity) (\(unit))", containing: values, margin: 0.03)
    let y = Axis(label: "Estimated \(quantity) (\(unit))", range: x.range)
    var entries = series.enumerated().map { index, one in
      let color = Palette.color(index)
      guard let line = one.line else { return Legend.Entry(text: one.name, color: color, mark: .point) }
      return .init(text: "\(one.name): slope \(NumberText.interval(line.slope))", color: color, mark: .interval)
    }
    entries.append(.init(text: "identity", color: Palette.ink, dash: "5 4"))
    let legend = Legend(entries: entries, width: 800)
    let area = PlotArea(left: 190, top: 12 + legend.height, width: 560, height: 560, x: x, y: y)
    var svg = SVG(title: title)
    let clip = identifier + "-area"
    try svg.clip(clip, x: area.left, y: area.top, width: area.width, height: area.height)
    try legend.draw(in: &svg, left: 60, top: 8)
    try area.drawAxes(in: &svg, xTicks: 6, yTicks: 6, yLabelX: 122)
    let (low, high) = (x.range.lowerBound, x.range.upperBound)
    let count = values.count / 2
    // Many points are drawn small and pale, so that their density shows.
    let radius = count > 1000 ? 2.0 : count > 200 ? 3 : 4.5
    let opacity = count > 1000 ? 0.35 : count > 200 ? 0.5 : 0.75
    for (index, one) in series.enumerated() {
      for (truth, estimate) in zip(one.truths, one.estimates) {
        try svg.circle(
          at: area.place(truth, estimate), radius: radius, color: Palette.color(index), opacity: opacity)
      }
    }
    let lines = series.map { one in
      one.line.map { line in [low, high].map { area.place($0, line.intercept + line.slope.estimate * $0) } }
    }
    // White below a line keeps it apart from the points of its colour.
    for case let ends? in lines { try svg.polyline(ends, color: Palette.paper, width: 5, clip: clip) }
    try svg.line(from: area.place(low, low), to: area.place(high, high), color: Palette.ink, width: 1.5, dash: "5 4")
    for (index, ends) in lines.enumerated() {
      guard let ends else { continue }
      try svg.polyline(ends, color: Palette.color(index), width: 2.5, clip: clip)
    }
    return try svg.document(width: 900, height: area.bottom + 56, description: caption, identifier: identifier)
  }
}
