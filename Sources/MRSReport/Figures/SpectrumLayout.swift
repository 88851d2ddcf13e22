/// Where the parts of a ``SpectrumFigure`` stand: legend, residual, names of peaks, data with fit, bars of contributions, one row
/// a component.
struct SpectrumLayout {
  private struct ComponentRow {
    let name: String
    let values: [Double]
    /// Pixels per unit of signal.
    let scale: Double
    let top: Double
    let height: Double
  }

  let figure: SpectrumFigure
  /// The indices of the points drawn, in order of falling chemical shift.
  let kept: [Int]
  let area: PlotArea
  let height: Double
  private let legend: Legend
  private let residual: (values: [Double], zero: Double)?
  private let labels: [(label: SpectrumFigure.Label, level: Int)]
  private let labelBottom: Double
  private let band: ContributionBand?
  private let rows: [ComponentRow]
  private static let labelSize = 13.0
  private static let labelHeight = 17.0

  init(
    figure: SpectrumFigure, components: [Trace], kept: [Int], x: Axis, y: Axis, width total: Double,
    mainHeight: Double
  ) {
    self.figure = figure
    self.kept = kept
    let names = components.map { SVG.textWidth($0.name + " (÷ 100)", size: 12) + 14 }
    let left = max(84, min(260, names.max() ?? 0))
    let width = total - left - 22
    let pixels = mainHeight / (y.range.upperBound - y.range.lowerBound)
    var entries = [Legend.Entry(text: "data", color: Palette.ink)]
    if figure.fit != nil { entries.append(.init(text: "fit", color: Palette.vermillion)) }
    if figure.baseline != nil { entries.append(.init(text: "baseline", color: Palette.blue, dash: "7 4")) }
    if figure.fit != nil { entries.append(.init(text: "residual (data − fit, same scale)", color: Palette.muted)) }
    legend = Legend(entries: entries, width: width)

    var top = 10 + legend.height
    if let fit = figure.fit {
      let values = kept.map { figure.data[$0] - fit[$0] }
      let high = max(0, values.max() ?? 0) * pixels
      let low = min(0, values.min() ?? 0) * pixels
      residual = (values, top + 10 + high)
      top += 20 + high - low
    } else {
      residual = nil
    }
    labels = Self.levels(figure.labels.filter { x.range.contains($0.shift) }, x: x, width: width)
    let levels = (labels.map(\.level).max() ?? -1) + 1
    labelBottom = top + Double(levels) * Self.labelHeight
    area = PlotArea(
      left: left, top: labelBottom + (levels > 0 ? 8 : 0), width: width, height: mainHeight, x: x, y: y)

    band = figure.contributions.map { [area] in ContributionBand($0, below: area, top: area.bottom + 12) }
    let plotBottom = area.bottom + (band == nil ? 0 : 12 + ContributionBand.height)

    var rows: [ComponentRow] = []
    var rowTop = plotBottom + 12
    for component in components {
      let values = kept.map { component.values[$0] }
      let span = max((values.max() ?? 0), 0) - min(values.min() ?? 0, 0)
      // Components share the scale of the data; one too tall for its row is drawn smaller, and says so.
      let shrink = [1.0, 2, 5, 10, 20, 50, 100].first { span * pixels / $0 <= 80 } ?? 200
      let name = shrink == 1 ? component.name : "\(component.name) (÷ \(Int(shrink)))"
      let height = max(24, span * pixels / shrink + 6)
      rows.append(
        ComponentRow(name: name, values: values, scale: pixels / shrink, top: rowTop, height: height))
      rowTop += height
    }
    self.rows = rows
    height = (rows.isEmpty ? plotBottom : rowTop + 4) + 54
  }

  /// Draws everything; the ppm axis runs below the last part.
  func draw(in svg: inout SVG) throws(ReportError) {
    let bottom = height - 54
    try legend.draw(in: &svg, left: area.left, top: 8)
    for tick in area.x.ticks(count: 9) {
      let px = area.place(tick.value, 0).x
      try svg.line(from: (px, 10 + legend.height), to: (px, bottom), color: Palette.grid)
      try svg.line(from: (px, bottom), to: (px, bottom + 5))
      try svg.text(tick.text, at: (px, bottom + 22), size: 14, anchor: .middle)
    }
    for tick in area.y.ticks(count: 5) {
      let py = area.place(area.x.range.lowerBound, tick.value).y
      try svg.line(from: (area.left - 5, py), to: (area.left, py))
      try svg.text(tick.text, at: (area.left - 9, py + 5), size: 14, anchor: .end)
    }
    try svg.line(from: (area.left, area.top), to: (area.left, area.bottom))
    try svg.line(from: (area.left, bottom), to: (area.right, bottom))
    try svg.text(area.x.label, at: (area.left + area.width / 2, bottom + 45), size: 15, anchor: .middle)
    try svg.text(
      area.y.fullLabel, at: (area.left - 62, area.top + area.height / 2), size: 15, anchor: .middle, rotation: -90)
    try band?.draw(in: &svg)
    try drawResidual(in: &svg)
    try drawLabels(in: &svg)
    let trace: ([Double]) -> [(x: Double, y: Double)] = { values in
      kept.map { area.place(figure.shifts[$0], values[$0]) }
    }
    try svg.polyline(trace(figure.data), width: 1.2)
    if let baseline = figure.baseline {
      try svg.polyline(trace(baseline), color: Palette.blue, width: 1.8, dash: "7 4")
    }
    if let fit = figure.fit { try svg.polyline(trace(fit), color: Palette.vermillion, width: 1.8) }
    for (index, row) in rows.enumerated() { try draw(row, color: Palette.color(index), in: &svg) }
  }

  private func drawResidual(in svg: inout SVG) throws(ReportError) {
    guard let residual else { return }
    let pixels = area.height / (area.y.range.upperBound - area.y.range.lowerBound)
    try svg.line(from: (area.left, residual.zero), to: (area.right, residual.zero), color: "#b0b0b0")
    let points = zip(kept, residual.values).map { (area.place(figure.shifts[$0], 0).x, residual.zero - $1 * pixels) }
    try svg.polyline(points, color: Palette.muted, width: 1)
    try svg.text("0", at: (area.left - 9, residual.zero + 5), size: 14, anchor: .end)
  }

  private func drawLabels(in svg: inout SVG) throws(ReportError) {
    // All leaders before all names, so that none strikes a name out.
    for (label, level) in labels {
      let px = area.place(label.shift, 0).x
      let py = labelBottom - Double(level) * Self.labelHeight
      let near = kept.filter { abs(figure.shifts[$0] - label.shift) <= 0.03 }
      let peak = near.map { figure.data[$0] }.max() ?? area.y.range.upperBound
      let end = area.place(label.shift, peak).y - 4
      if end > py + 4 { try svg.line(from: (px, py + 4), to: (px, end), color: "#9a9a9a", width: 0.8) }
    }
    for (label, level) in labels {
      let py = labelBottom - Double(level) * Self.labelHeight
      let half = SVG.textWidth(label.text, size: Self.labelSize) / 2
      let center = min(max(area.place(label.shift, 0).x, area.left + half), area.right - half)
      try svg.rectangle(x: center - half, y: py - 12, width: 2 * half, height: 15, fill: Palette.paper)
      try svg.text(label.text, at: (center, py), size: Self.labelSize, anchor: .middle)
    }
  }

  private func draw(_ row: ComponentRow, color: String, in svg: inout SVG) throws(ReportError) {
    let zero = row.top + row.height - 4 + min(0, row.values.min() ?? 0) * row.scale
    let points = zip(kept, row.values).map { (area.place(figure.shifts[$0], 0).x, zero - $1 * row.scale) }
    try svg.polyline(points, color: color, width: 1.4)
    try svg.text(row.name, at: (area.left - 9, zero + 4), size: 12, anchor: .end, color: color)
  }

  /// The lowest level for each name, from left to right, at which it does not touch the one before on that level.
  private static func levels(
    _ labels: [SpectrumFigure.Label], x: Axis, width: Double
  ) -> [(label: SpectrumFigure.Label, level: Int)] {
    var ends: [Double] = []
    return labels.sorted { ($0.shift, $1.text) > ($1.shift, $0.text) }.map { label in
      let half = SVG.textWidth(label.text, size: labelSize) / 2
      let center = min(max(width * x.fraction(of: label.shift), half), width - half)
      let level = ends.firstIndex { $0 + 6 <= center - half } ?? ends.count
      if level == ends.count { ends.append(0) }
      ends[level] = center + half
      return (label, level)
    }
  }
}
