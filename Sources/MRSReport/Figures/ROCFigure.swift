import MRSStatistics

/// ROC curves with their areas and the diagonal of chance.
public struct ROCFigure: Figure {
  /// A curve with the name of its classifier.
  public struct Curve: Hashable, Sendable {
    public let name: String
    public let roc: ROCCurve

    public init(name: String, roc: ROCCurve) {
      self.name = name
      self.roc = roc
    }
  }

  public let title: String
  public let caption: String
  public let curves: [Curve]
  /// The confidence of the intervals in the key.
  public let confidence: Double

  public init(title: String, caption: String, curves: [Curve], confidence: Double = 0.95) {
    self.title = title
    self.caption = caption
    self.curves = curves
    self.confidence = confidence
  }

  public func svg(identifier: String) throws(ReportError) -> String {
    guard !curves.isEmpty else { throw .empty(figure: title, quantity: "curves") }
    var entries = curves.enumerated().map { index, curve in
      Legend.Entry(text: key(of: curve), color: Palette.color(index), dash: Palette.dash(index))
    }
    entries.append(.init(text: "chance (AUC 0.50)", color: Palette.muted, dash: "3 4"))
    let legend = Legend(entries: entries, width: 800)
    let area = PlotArea(
      left: 190, top: 12 + legend.height, width: 560, height: 560,
      x: Axis(label: "1 − specificity (false positive rate)", range: 0...1),
      y: Axis(label: "Sensitivity (true positive rate)", range: 0...1))
    var svg = SVG(title: title)
    try legend.draw(in: &svg, left: 60, top: 8)
    try area.drawAxes(in: &svg, xTicks: 5, yTicks: 5, yLabelX: 130)
    try svg.line(from: area.place(0, 0), to: area.place(1, 1), color: Palette.muted, dash: "3 4")
    // Curves of few subjects share their steps: the later ones are thinner, so that those below show on both sides.
    for (index, curve) in curves.enumerated() {
      try svg.polyline(
        curve.roc.points.map { area.place($0.falsePositiveRate, $0.truePositiveRate) },
        color: Palette.color(index), width: 2.2 + 1.4 * Double(curves.count - 1 - index), dash: Palette.dash(index))
    }
    return try svg.document(width: 900, height: area.bottom + 56, description: caption, identifier: identifier)
  }

  private func key(of curve: Curve) -> String {
    let area = NumberText.fixed(curve.roc.area, decimals: 2)
    guard let interval = try? curve.roc.interval(confidence: confidence) else {
      return "\(curve.name): AUC \(area) (no interval)"
    }
    let low = NumberText.fixed(interval.lower, decimals: 2)
    let high = NumberText.fixed(interval.upper, decimals: 2)
    return "\(curve.name): AUC \(area) (\(low)–\(high))"
  }
}
