/// Small multiples of spectra, each on its own scale of signal, chemical shift falling to the right.
public struct GridFigure: Figure {
  /// One small picture.
  public struct Panel: Hashable, Sendable {
    public let title: String
    /// In ppm, in either direction.
    public let shifts: [Double]
    /// Curves of the names of the figure, in their order.
    public let values: [[Double]]

    public init(title: String, shifts: [Double], values: [[Double]]) {
      self.title = title
      self.shifts = shifts
      self.values = values
    }
  }

  public let title: String
  public let caption: String
  /// The names of the curves that every panel holds.
  public let traces: [String]
  public let panels: [Panel]
  public let columns: Int
  /// The chemical shifts drawn, in ppm; `nil` for all.
  public let window: ClosedRange<Double>?

  public init(
    title: String, caption: String, traces: [String], panels: [Panel], columns: Int = 3,
    window: ClosedRange<Double>? = nil
  ) {
    self.title = title
    self.caption = caption
    self.traces = traces
    self.panels = panels
    self.columns = max(1, columns)
    self.window = window
  }

  public func svg(identifier: String) throws(ReportError) -> String {
    guard !panels.isEmpty else { throw .empty(figure: title, quantity: "panels") }
    let legend = Legend(
      entries: traces.enumerated().map { .init(text: $1, color: color($0)) }, width: 850)
    let cellWidth = 878 / Double(columns)
    let cellHeight = 190.0
    let top = 8 + legend.height
    let rowCount = (panels.count + columns - 1) / columns
    var svg = SVG(title: title)
    try legend.draw(in: &svg, left: 46, top: 6)
    for (index, panel) in panels.enumerated() {
      let left = 16 + Double(index % columns) * cellWidth
      let cellTop = top + Double(index / columns) * cellHeight
      try draw(panel, left: left, top: cellTop, width: cellWidth, height: cellHeight, in: &svg)
    }
    let height = top + Double(rowCount) * cellHeight + 30
    try svg.text("Chemical shift (ppm)", at: (450, height - 10), size: 15, anchor: .middle)
    try svg.text(
      "Signal (a.u., each panel on its own scale)", at: (18, top + Double(rowCount) * cellHeight / 2), size: 15,
      anchor: .middle, rotation: -90)
    return try svg.document(width: 900, height: height, description: caption, identifier: identifier)
  }

  private func draw(
    _ panel: Panel, left: Double, top: Double, width: Double, height: Double, in svg: inout SVG
  ) throws(ReportError) {
    try ReportError.requireFinite(panel.shifts, "the chemical shifts of '\(panel.title)'", in: title)
    try ReportError.requireCount(panel.values.count, traces.count, "panel '\(panel.title)'", in: title)
    for (name, values) in zip(traces, panel.values) {
      try ReportError.requireCount(values.count, panel.shifts.count, "'\(name)' of '\(panel.title)'", in: title)
      try ReportError.requireFinite(values, "'\(name)' of '\(panel.title)'", in: title)
    }
    let kept = panel.shifts.indices.filter { window?.contains(panel.shifts[$0]) ?? true }
      .sorted { panel.shifts[$0] > panel.shifts[$1] }
    guard let first = kept.first, let last = kept.last, first != last else {
      throw .empty(figure: title, quantity: "points of '\(panel.title)' in the window")
    }
    let area = PlotArea(
      left: left + 30, top: top + 26, width: width - 42, height: height - 56,
      x: Axis(label: "", range: panel.shifts[last]...panel.shifts[first], isReversed: true),
      y: Axis(label: "", containing: panel.values.flatMap { values in kept.map { values[$0] } }))
    try svg.text(
      panel.title, at: (area.left + area.width / 2, top + 18), size: 14, anchor: .middle, bold: true)
    try area.drawAxes(
      in: &svg, textSize: 13, xTicks: max(3, Int(area.width / 60)), yLabelX: nil, showsXLabel: false,
      showsYTicks: false)
    for (index, values) in panel.values.enumerated() {
      try svg.polyline(
        kept.map { area.place(panel.shifts[$0], values[$0]) }, color: color(index), width: index == 0 ? 1.1 : 1.6)
    }
  }

  /// The first curve, the data, is drawn in ink.
  private func color(_ index: Int) -> String {
    index == 0 ? Palette.ink : index == 1 ? Palette.vermillion : Palette.color(index)
  }
}
