/// A spectrum with its fit, baseline, residual (above), and below what its parts add to a number, and components; chemical shift
/// falling to the right.
public struct SpectrumFigure: Figure {
  /// A name at a peak.
  public struct Label: Hashable, Sendable {
    public let text: String
    /// The chemical shift of the peak in ppm.
    public let shift: Double

    public init(text: String, shift: Double) {
      self.text = text
      self.shift = shift
    }
  }

  public let title: String
  public let caption: String
  /// The chemical shift of every point, in ppm, in either direction.
  public let shifts: [Double]
  public let data: [Double]
  public let fit: [Double]?
  public let baseline: [Double]?
  public let components: [Trace]
  public let labels: [Label]
  /// What the parts of the spectrum add to a number; `nil` for no bars.
  public let contributions: Contributions?
  /// The chemical shifts drawn, in ppm; `nil` for all.
  public let window: ClosedRange<Double>?
  /// The quantity on the y axis with its unit.
  public let signalLabel: String

  public init(
    title: String, caption: String, shifts: [Double], data: [Double], fit: [Double]? = nil,
    baseline: [Double]? = nil, components: [Trace] = [], labels: [Label] = [],
    contributions: Contributions? = nil, window: ClosedRange<Double>? = nil,
    signalLabel: String = "Signal (a.u.)"
  ) {
    self.title = title
    self.caption = caption
    self.shifts = shifts
    self.data = data
    self.fit = fit
    self.baseline = baseline
    self.components = components
    self.labels = labels
    self.contributions = contributions
    self.window = window
    self.signalLabel = signalLabel
  }

  public func svg(identifier: String) throws(ReportError) -> String {
    let layout = try layout()
    var svg = SVG(title: title)
    try layout.draw(in: &svg)
    return try svg.document(width: 900, height: layout.height, description: caption, identifier: identifier)
  }

  /// Where its parts stand in a picture of the given width, the data in an area of the given height.
  /// - Throws: ``ReportError``: nothing to draw, values that are not finite or do not pair up.
  func layout(
    width: Double = 900, mainHeight: Double = 330, showsComponents: Bool = true
  ) throws(ReportError) -> SpectrumLayout {
    try validate()
    let kept = shifts.indices.filter { window?.contains(shifts[$0]) ?? true }.sorted { shifts[$0] > shifts[$1] }
    guard let first = kept.first, let last = kept.last, first != last else {
      throw .empty(figure: title, quantity: "points in the window")
    }
    let x = Axis(label: "Chemical shift (ppm)", range: shifts[last]...shifts[first], isReversed: true)
    let y = Axis(
      label: signalLabel,
      containing: kept.flatMap { index in [data[index], fit?[index] ?? 0, baseline?[index] ?? 0] })
    return SpectrumLayout(
      figure: self, components: showsComponents ? components : [], kept: kept, x: x, y: y, width: width,
      mainHeight: mainHeight)
  }

  private func validate() throws(ReportError) {
    guard !shifts.isEmpty else { throw .empty(figure: title, quantity: "points") }
    try ReportError.requireFinite(shifts, "the chemical shifts", in: title)
    var traces = [Trace(name: "the data", values: data)] + components
    if let fit { traces.append(Trace(name: "the fit", values: fit)) }
    if let baseline { traces.append(Trace(name: "the baseline", values: baseline)) }
    for trace in traces {
      try ReportError.requireCount(trace.values.count, shifts.count, trace.name, in: title)
      try ReportError.requireFinite(trace.values, trace.name, in: title)
    }
    try ReportError.requireFinite(labels.map(\.shift), "the labels", in: title)
    if let contributions {
      let (shifts, values) = (contributions.shifts, contributions.values)
      try ReportError.requireCount(values.count, shifts.count, "the contributions", in: title)
      try ReportError.requireFinite(shifts, "the shifts of the contributions", in: title)
      try ReportError.requireFinite(values, "the contributions", in: title)
    }
  }
}
