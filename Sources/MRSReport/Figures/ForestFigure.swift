import MRSStatistics

/// Values with intervals, one row a target, one colour a method, with a line of reference.
public struct ForestFigure: Figure {
  /// One target.
  public struct Row: Hashable, Sendable {
    public let name: String
    /// One interval a series, in their order; `nil` where there is none.
    public let intervals: [ConfidenceInterval?]

    public init(name: String, intervals: [ConfidenceInterval?]) {
      self.name = name
      self.intervals = intervals
    }
  }

  public let title: String
  public let caption: String
  /// The quantity on the x axis with its unit.
  public let xLabel: String
  /// The names of the methods.
  public let series: [String]
  public let rows: [Row]
  public let scale: Axis.Scale
  /// Where the dashed line stands: 1 for slopes and ratios, 0 for differences.
  public let reference: Double?
  /// What the axis shows; intervals that go beyond end in arrows. `nil` for all of them.
  public let range: ClosedRange<Double>?

  public init(
    title: String, caption: String, xLabel: String, series: [String], rows: [Row], scale: Axis.Scale = .linear,
    reference: Double? = nil, range: ClosedRange<Double>? = nil
  ) {
    self.title = title
    self.caption = caption
    self.xLabel = xLabel
    self.series = series
    self.rows = rows
    self.scale = scale
    self.reference = reference
    self.range = range
  }

  public func svg(identifier: String) throws(ReportError) -> String {
    let values = try validatedValues()
    let x: Axis
    if let range {
      x = Axis(label: xLabel, range: range, scale: scale)
    } else {
      x = Axis(label: xLabel, containing: values + [reference].compactMap { $0 }, scale: scale)
    }
    let legend = Legend(
      entries: series.enumerated().map { .init(text: $1, color: Palette.color($0), mark: .interval) }, width: 800)
    let texts = rows.flatMap { $0.intervals.map(Self.text) }
    let textWidth = texts.map { SVG.textWidth($0, size: 13) }.max() ?? 0
    let nameWidth = rows.map { SVG.textWidth($0.name, size: 14) }.max() ?? 0
    let lineHeight = 20.0
    let rowHeight = Double(max(1, series.count)) * lineHeight + 12
    let left = min(300, nameWidth) + 24
    let area = PlotArea(
      left: left, top: 12 + legend.height, width: 900 - left - textWidth - 30,
      height: rowHeight * Double(rows.count), x: x, y: Axis(label: "", range: 0...Double(rows.count)))
    var svg = SVG(title: title)
    try legend.draw(in: &svg, left: left, top: 8)
    for index in rows.indices where index % 2 == 1 {
      let top = area.top + rowHeight * Double(index)
      try svg.rectangle(x: 8, y: top, width: 884, height: rowHeight, fill: "#f5f6f8")
    }
    try area.drawAxes(in: &svg, xTicks: max(3, Int(area.width / 85)), yLabelX: nil, showsYTicks: false)
    if let reference, x.range.contains(reference) {
      let px = area.place(reference, 0).x
      try svg.line(from: (px, area.top), to: (px, area.bottom), color: Palette.ink, width: 1.2, dash: "5 4")
    }
    for (index, row) in rows.enumerated() {
      let top = area.top + rowHeight * Double(index)
      try svg.text(row.name, at: (left - 10, top + rowHeight / 2 + 5), size: 14, anchor: .end)
      for (column, interval) in row.intervals.enumerated() {
        let middle = top + 6 + (Double(column) + 0.5) * lineHeight
        let color = Palette.color(column)
        try svg.text(Self.text(interval), at: (area.right + 12, middle + 4.5), size: 13, color: color)
        if let interval { try draw(interval, at: middle, color: color, in: area, &svg) }
      }
    }
    return try svg.document(width: 900, height: area.bottom + 56, description: caption, identifier: identifier)
  }

  private func draw(
    _ interval: ConfidenceInterval, at y: Double, color: String, in area: PlotArea, _ svg: inout SVG
  ) throws(ReportError) {
    let range = area.x.range
    let clamped: (Double) -> Double = { area.place(min(max($0, range.lowerBound), range.upperBound), 0).x }
    if interval.upper >= range.lowerBound && interval.lower <= range.upperBound {
      try svg.line(from: (clamped(interval.lower), y), to: (clamped(interval.upper), y), color: color, width: 2)
    }
    if interval.lower < range.lowerBound {
      try svg.polygon([(area.left + 1, y), (area.left + 9, y - 5), (area.left + 9, y + 5)], color: color)
    }
    if interval.upper > range.upperBound {
      try svg.polygon([(area.right - 1, y), (area.right - 9, y - 5), (area.right - 9, y + 5)], color: color)
    }
    if range.contains(interval.estimate) {
      try svg.circle(at: (clamped(interval.estimate), y), radius: 5, color: color)
    }
  }

  private func validatedValues() throws(ReportError) -> [Double] {
    guard !rows.isEmpty else { throw .empty(figure: title, quantity: "rows") }
    var all: [Double] = []
    for row in rows {
      try ReportError.requireCount(row.intervals.count, series.count, "row '\(row.name)'", in: title)
      let values = row.intervals.compactMap { $0 }.flatMap { [$0.lower, $0.estimate, $0.upper] }
      try ReportError.requireFinite(values, "row '\(row.name)'", in: title)
      if scale == .logarithmic { try ReportError.requirePositive(values, "row '\(row.name)'", in: title) }
      all += values
    }
    guard !all.isEmpty else { throw .empty(figure: title, quantity: "intervals") }
    return all
  }

  private static func text(_ interval: ConfidenceInterval?) -> String {
    interval.map(NumberText.interval) ?? "not available"
  }
}
