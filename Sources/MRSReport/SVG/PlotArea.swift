/// The rectangle in which an x and a y axis meet, in pixels: maps values to places and draws the axes.
struct PlotArea: Sendable {
  let left: Double
  let top: Double
  let width: Double
  let height: Double
  let x: Axis
  let y: Axis

  var right: Double { left + width }
  var bottom: Double { top + height }

  func place(_ xValue: Double, _ yValue: Double) -> (x: Double, y: Double) {
    (left + width * x.fraction(of: xValue), bottom - height * y.fraction(of: yValue))
  }

  /// Grid, frame, ticks and labels; the y label stands turned at `yLabelX` pixels, nil for none.
  func drawAxes(
    in svg: inout SVG, textSize: Double = 14, xTicks: Int = 8, yTicks: Int = 6, yLabelX: Double? = 20,
    showsXLabel: Bool = true, showsYTicks: Bool = true
  ) throws(ReportError) {
    for tick in x.ticks(count: xTicks) {
      let px = place(tick.value, y.range.lowerBound).x
      try svg.line(from: (px, top), to: (px, bottom), color: Palette.grid)
      try svg.line(from: (px, bottom), to: (px, bottom + 5))
      try svg.text(tick.text, at: (px, bottom + 8 + textSize), size: textSize, anchor: .middle)
    }
    for tick in y.ticks(count: yTicks) where showsYTicks {
      let py = place(x.range.lowerBound, tick.value).y
      try svg.line(from: (left, py), to: (right, py), color: Palette.grid)
      try svg.line(from: (left - 5, py), to: (left, py))
      try svg.text(tick.text, at: (left - 9, py + textSize * 0.36), size: textSize, anchor: .end)
    }
    try svg.rectangle(x: left, y: top, width: width, height: height, color: Palette.ink)
    if showsXLabel {
      try svg.text(x.fullLabel, at: (left + width / 2, bottom + 28 + textSize), size: textSize + 1, anchor: .middle)
    }
    if let yLabelX {
      try svg.text(
        y.fullLabel, at: (yLabelX, top + height / 2), size: textSize + 1, anchor: .middle, rotation: -90)
    }
  }
}
