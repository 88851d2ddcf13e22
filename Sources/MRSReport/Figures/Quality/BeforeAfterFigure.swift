/// A spectrum before a change and after it, one above the other at one scale of signal; chemical shift falling to the right.
public struct BeforeAfterFigure: Figure {
  public let title: String
  public let caption: String
  /// The chemical shift of every point, in ppm, in either direction.
  public let shifts: [Double]
  public let before: [Double]
  public let after: [Double]
  /// What is written in the two panels.
  public let names: (before: String, after: String)

  public init(
    title: String, caption: String, shifts: [Double], before: [Double], after: [Double],
    names: (before: String, after: String) = ("before", "after")
  ) {
    self.title = title
    self.caption = caption
    self.shifts = shifts
    self.before = before
    self.after = after
    self.names = names
  }

  private static let panel = 150.0
  private static let left = 78.0

  public func svg(identifier: String) throws(ReportError) -> String {
    guard let low = shifts.min(), let high = shifts.max(), low < high else {
      throw .empty(figure: title, quantity: "points")
    }
    for (values, name) in [(before, "before"), (after, "after")] {
      try ReportError.requireCount(values.count, shifts.count, name, in: title)
      try ReportError.requireFinite(values, name, in: title)
    }
    try ReportError.requireFinite(shifts, "the chemical shifts", in: title)
    let x = Axis(label: "Chemical shift (ppm)", range: low...high, isReversed: true)
    let y = Axis(label: "Signal (a.u.)", containing: before + after)
    var svg = SVG(title: title)
    let panels = [(before, names.before, Palette.muted), (after, names.after, Palette.blue)]
    for (index, (values, name, color)) in panels.enumerated() {
      let area = PlotArea(
        left: Self.left, top: 12 + Double(index) * (Self.panel + 14), width: 900 - Self.left - 18, height: Self.panel,
        x: x, y: y)
      try drawFrame(area, isLast: index == 1, in: &svg)
      try svg.polyline(zip(shifts, values).map { area.place($0, $1) }, color: color, width: 1.3)
      try svg.rectangle(
        x: area.left + 8, y: area.top + 7, width: SVG.textWidth(name, size: 16) + 8, height: 20, fill: Palette.paper)
      try svg.text(name, at: (area.left + 12, area.top + 22), size: 15, color: color, bold: true)
    }
    return try svg.document(
      width: 900, height: 2 * Self.panel + 26 + 54, description: caption, identifier: identifier)
  }

  private func drawFrame(_ area: PlotArea, isLast: Bool, in svg: inout SVG) throws(ReportError) {
    for tick in area.x.ticks(count: 9) {
      let place = area.place(tick.value, 0).x
      try svg.line(from: (place, area.top), to: (place, area.bottom), color: Palette.grid)
      if isLast { try svg.text(tick.text, at: (place, area.bottom + 20), size: 14, anchor: .middle) }
    }
    if area.y.range.contains(0) {
      let zero = area.place(area.x.range.lowerBound, 0).y
      try svg.line(from: (area.left, zero), to: (area.right, zero), color: Palette.grid)
      try svg.text("0", at: (area.left - 8, zero + 5), size: 14, anchor: .end)
    }
    try svg.rectangle(x: area.left, y: area.top, width: area.width, height: area.height, color: Palette.ink)
    try svg.text(
      area.y.label, at: (area.left - 50, area.top + area.height / 2), size: 14, anchor: .middle, rotation: -90)
    if isLast {
      try svg.text(area.x.label, at: (area.left + area.width / 2, area.bottom + 44), size: 15, anchor: .middle)
    }
  }
}
