/// Curves of one quantity against another, such as the loss of a training against its epochs.
public struct LineFigure: Figure {
  /// A named curve.
  public struct Series: Hashable, Sendable {
    public let name: String
    public let x: [Double]
    public let y: [Double]

    public init(name: String, x: [Double], y: [Double]) {
      self.name = name
      self.x = x
      self.y = y
    }
  }

  public let title: String
  public let caption: String
  /// The quantities on the axes with their units.
  public let xLabel: String
  public let yLabel: String
  public let series: [Series]
  public let yScale: Axis.Scale

  public init(
    title: String, caption: String, xLabel: String, yLabel: String, series: [Series], yScale: Axis.Scale = .linear
  ) {
    self.title = title
    self.caption = caption
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.series = series
    self.yScale = yScale
  }

  public func svg(identifier: String) throws(ReportError) -> String {
    guard series.contains(where: { !$0.x.isEmpty }) else { throw .empty(figure: title, quantity: "points") }
    for one in series {
      try ReportError.requireCount(one.y.count, one.x.count, "'\(one.name)'", in: title)
      try ReportError.requireFinite(one.x, "x of '\(one.name)'", in: title)
      try ReportError.requireFinite(one.y, "'\(one.name)'", in: title)
      if yScale == .logarithmic { try ReportError.requirePositive(one.y, "'\(one.name)'", in: title) }
    }
    let legend = Legend(
      entries: series.enumerated().map {
        .init(text: $1.name, color: Palette.color($0), dash: Palette.dash($0))
      }, width: 790)
    let area = PlotArea(
      left: 92, top: 12 + legend.height, width: 786, height: 400,
      x: Axis(label: xLabel, containing: series.flatMap(\.x), margin: 0.01),
      y: Axis(label: yLabel, containing: series.flatMap(\.y), scale: yScale))
    var svg = SVG(title: title)
    try legend.draw(in: &svg, left: area.left, top: 8)
    try area.drawAxes(in: &svg)
    for (index, one) in series.enumerated() {
      try svg.polyline(
        zip(one.x, one.y).map { area.place($0, $1) }, color: Palette.color(index), width: 2,
        dash: Palette.dash(index))
      if one.x.count == 1 {
        try svg.circle(at: area.place(one.x[0], one.y[0]), radius: 4, color: Palette.color(index))
      }
    }
    return try svg.document(width: 900, height: area.bottom + 56, description: caption, identifier: identifier)
  }
}
