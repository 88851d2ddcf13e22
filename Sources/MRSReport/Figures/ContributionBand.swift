/// Where ``Contributions`` stand below a spectrum, on its axis of chemical shift: a bar a bin, up for what adds and down for
/// what takes away, in two colours.
struct ContributionBand {
  let contributions: Contributions
  private let area: PlotArea
  private static let titleHeight = 26.0
  private static let plotHeight = 112.0

  /// What it takes of a figure's height.
  static let height = titleHeight + plotHeight

  /// - Parameter spectrum: the area above, whose place and axis the band shares.
  init(_ contributions: Contributions, below spectrum: PlotArea, top: Double) {
    self.contributions = contributions
    let drawn = contributions.shifts.indices.filter { spectrum.x.range.contains(contributions.shifts[$0]) }
    area = PlotArea(
      left: spectrum.left, top: top + Self.titleHeight, width: spectrum.width, height: Self.plotHeight, x: spectrum.x,
      y: Axis(label: contributions.label, containing: drawn.map { contributions.values[$0] } + [0]))
  }

  func draw(in svg: inout SVG) throws(ReportError) {
    try svg.text(contributions.title, at: (area.left, area.top - 8), size: 14)
    for tick in area.y.ticks(count: 3) {
      let py = area.place(area.x.range.lowerBound, tick.value).y
      try svg.line(from: (area.left, py), to: (area.right, py), color: Palette.grid)
      try svg.line(from: (area.left - 5, py), to: (area.left, py))
      try svg.text(tick.text, at: (area.left - 9, py + 5), size: 14, anchor: .end)
    }
    try svg.line(from: (area.left, area.top), to: (area.left, area.bottom))
    try svg.text(
      area.y.fullLabel, at: (area.left - 62, area.top + area.height / 2), size: 13, anchor: .middle, rotation: -90)
    try drawBars(in: &svg)
    let zero = area.place(area.x.range.lowerBound, 0).y
    try svg.line(from: (area.left, zero), to: (area.right, zero), color: Palette.muted)
  }

  private func drawBars(in svg: inout SVG) throws(ReportError) {
    let (shifts, values) = (contributions.shifts, contributions.values)
    guard shifts.count > 1 else { return }
    let half = (shifts[1] - shifts[0]) / 2
    let range = area.x.range
    for (shift, value) in zip(shifts, values) where value != 0 {
      let (low, high) = (max(shift - half, range.lowerBound), min(shift + half, range.upperBound))
      guard low < high else { continue }
      // Shifts fall to the right: the higher one is the left edge.
      let (start, end) = (area.place(high, max(0, value)), area.place(low, min(0, value)))
      try svg.rectangle(
        x: start.x, y: start.y, width: max(end.x - start.x - 0.6, 0.6), height: end.y - start.y,
        fill: value > 0 ? Palette.blue : Palette.vermillion)
    }
  }
}
