/// Numbers beside traffic lights: each light in its place and with its word, so that nobody needs to tell colours apart.
public struct LightsFigure: Figure {
  /// Of the three lamps, from the left: good, doubtful, bad.
  public enum Light: Int, Sendable, CaseIterable {
    case green, amber, red
  }

  /// One number with its light.
  public struct Row: Sendable {
    public let name: String
    public let value: String
    public let light: Light
    /// What is green, what is red.
    public let limits: String

    public init(name: String, value: String, light: Light, limits: String) {
      self.name = name
      self.value = value
      self.light = light
      self.limits = limits
    }
  }

  public let title: String
  public let caption: String
  public let rows: [Row]

  public init(title: String, caption: String, rows: [Row]) {
    self.title = title
    self.caption = caption
    self.rows = rows
  }

  private static let rowHeight = 40.0

  public func svg(identifier: String) throws(ReportError) -> String {
    guard !rows.isEmpty else { throw .empty(figure: title, quantity: "numbers") }
    var svg = SVG(title: title)
    for (index, row) in rows.enumerated() {
      let middle = 12 + (Double(index) + 0.5) * Self.rowHeight
      for light in Light.allCases {
        let place = (x: 30 + 28 * Double(light.rawValue), y: middle)
        try svg.circle(
          at: place, radius: 10, color: light == row.light ? Self.color(light) : Palette.grid)
      }
      try svg.text(Self.word(row.light), at: (116, middle + 5), size: 15, color: Palette.ink, bold: row.light != .green)
      try svg.text(row.name, at: (180, middle + 5), size: 15)
      try svg.text(row.value, at: (560, middle + 5), size: 15, anchor: .end, bold: true)
      try svg.text(row.limits, at: (584, middle + 5), size: 13, color: Palette.muted)
      if index > 0 {
        let top = middle - Self.rowHeight / 2
        try svg.line(from: (12, top), to: (888, top), color: Palette.grid)
      }
    }
    return try svg.document(
      width: 900, height: 24 + Double(rows.count) * Self.rowHeight, description: caption, identifier: identifier)
  }

  private static func color(_ light: Light) -> String {
    switch light {
    case .green: Palette.green
    case .amber: Palette.orange
    case .red: Palette.vermillion
    }
  }

  private static func word(_ light: Light) -> String {
    switch light {
    case .green: "good"
    case .amber: "look"
    case .red: "bad"
    }
  }
}
