/// A fit on one page: spectrum with fit, baseline and residual at the left, the table of amounts at the right, quality,
/// doubts and origin below; what LCModel's users know as its one-page output.
public struct FitPage: Sendable {
  /// One line of the table.
  public struct Row: Hashable, Sendable {
    public let name: String
    /// The amount as it is to be read: `"1.34 ± 0.12"`.
    public let amount: String
    /// The standard deviation in per cent; `nil` where it is not known or infinite.
    public let percent: Double?
    /// The ratio as it is to be read; `nil` without a reference.
    public let ratio: String?
    /// Sums stand below the species.
    public let isSum: Bool

    public init(name: String, amount: String, percent: Double?, ratio: String? = nil, isSum: Bool = false) {
      self.name = name
      self.amount = amount
      self.percent = percent
      self.ratio = ratio
      self.isSum = isSum
    }
  }

  /// A heading with its lines.
  public struct Note: Hashable, Sendable {
    public let title: String
    public let lines: [String]

    public init(title: String, lines: [String]) {
      self.title = title
      self.lines = lines
    }
  }

  /// Its title is that of the page, its caption the line below; components are not drawn.
  public let spectrum: SpectrumFigure
  public let rows: [Row]
  /// The unit of the amounts.
  public let unit: String
  /// What ratios are to; `nil` for no such column.
  public let reference: String?
  /// Below the table.
  public let footnotes: [String]
  /// Below the spectrum, side by side.
  public let notes: [Note]
  /// The last line of the page.
  public let notice: String

  public init(
    spectrum: SpectrumFigure, rows: [Row], unit: String, reference: String?, footnotes: [String] = [],
    notes: [Note], notice: String
  ) {
    self.spectrum = spectrum
    self.rows = rows
    self.unit = unit
    self.reference = reference
    self.footnotes = footnotes
    self.notes = notes
    self.notice = notice
  }

  /// The width of the page in pixels; with A4 landscape's proportions where there is no more to say.
  public static let width = 1240.0

  /// The page as one SVG element.
  /// - Parameter identifier: What its XML ids begin with.
  /// - Throws: ``ReportError``: nothing to draw, values that are not finite or do not pair up.
  public func svg(identifier: String) throws(ReportError) -> String {
    var svg = SVG(title: spectrum.title)
    let layout = try FitPageLayout(page: self)
    try layout.draw(in: &svg)
    return try svg.document(
      width: Self.width, height: layout.height, description: spectrum.caption, identifier: identifier)
  }
}
