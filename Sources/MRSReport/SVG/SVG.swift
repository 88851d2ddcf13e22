/// A drawing under construction: elements are written in the order of the calls, with finite coordinates to 1/100 px
/// and all text escaped. The same calls give the same bytes.
public struct SVG: Sendable {
  /// Where text stands relative to its position.
  public enum Anchor: String, Sendable {
    case start, middle, end
  }

  /// The title of the figure, by which errors name it.
  public let title: String
  private var body = ""

  public init(title: String) { self.title = title }

  /// The complete element, with `title` and `description` for those who cannot see it.
  public func document(
    width: Double, height: Double, description: String, identifier: String
  ) throws(ReportError) -> String {
    let id = MarkupText.escaped(identifier)
    let box = "0 0 \(try number(width)) \(try number(height))"
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="\(box)" role="img" \
      aria-labelledby="\(id)-title \(id)-description" font-family="'DejaVu Sans', Verdana, Arial, sans-serif">
      <title id="\(id)-title">\(MarkupText.escaped(title))</title>
      <desc id="\(id)-description">\(MarkupText.escaped(description))</desc>
      <rect width="100%" height="100%" fill="\(Palette.paper)"/>
      \(body)</svg>
      """
  }

  /// Draws a straight line, in pixels of the figure.
  /// - Throws: ``ReportError`` for a number that is not finite, as do all that draw.
  public mutating func line(
    from start: (x: Double, y: Double), to end: (x: Double, y: Double), color: String = Palette.ink,
    width: Double = 1, dash: String = ""
  ) throws(ReportError) {
    body += "<line x1=\"\(try number(start.x))\" y1=\"\(try number(start.y))\" x2=\"\(try number(end.x))\" "
    body += "y2=\"\(try number(end.y))\" \(stroke(color, try number(width), dash))/>\n"
  }

  /// Draws a line through all points, in pixels, of the given opacity and cut to the clip path of that name.
  public mutating func polyline(
    _ points: [(x: Double, y: Double)], color: String = Palette.ink, width: Double = 1.5, dash: String = "",
    opacity: Double = 1, clip: String? = nil
  ) throws(ReportError) {
    var list: [String] = []
    for point in points { list.append("\(try number(point.x)),\(try number(point.y))") }
    body += "<polyline points=\"\(list.joined(separator: " "))\" fill=\"none\" stroke-linejoin=\"round\" "
    body += stroke(color, try number(width), dash)
    if opacity < 1 { body += " opacity=\"\(try number(opacity))\"" }
    if let clip { body += " clip-path=\"url(#\(MarkupText.escaped(clip)))\"" }
    body += "/>\n"
  }

  /// Fills the area within the points, in pixels.
  public mutating func polygon(_ points: [(x: Double, y: Double)], color: String) throws(ReportError) {
    var list: [String] = []
    for point in points { list.append("\(try number(point.x)),\(try number(point.y))") }
    body += "<polygon points=\"\(list.joined(separator: " "))\" fill=\"\(color)\"/>\n"
  }

  /// Fills a circle, in pixels.
  public mutating func circle(
    at center: (x: Double, y: Double), radius: Double, color: String, opacity: Double = 1
  ) throws(ReportError) {
    body += "<circle cx=\"\(try number(center.x))\" cy=\"\(try number(center.y))\" r=\"\(try number(radius))\" "
    body += "fill=\"\(color)\""
    if opacity < 1 { body += " fill-opacity=\"\(try number(opacity))\"" }
    body += "/>\n"
  }

  /// Draws a rectangle, in pixels: filled, with an outline of `color` where one is given.
  public mutating func rectangle(
    x: Double, y: Double, width: Double, height: Double, fill: String = "none", color: String? = nil
  ) throws(ReportError) {
    body += "<rect x=\"\(try number(x))\" y=\"\(try number(y))\" width=\"\(try number(width))\" "
    body += "height=\"\(try number(height))\" fill=\"\(fill)\""
    if let color { body += " stroke=\"\(color)\"" }
    body += "/>\n"
  }

  /// Text with its baseline at `position`, turned by `rotation` degrees clockwise about it.
  public mutating func text(
    _ string: String, at position: (x: Double, y: Double), size: Double = 15, anchor: Anchor = .start,
    color: String = Palette.ink, bold: Bool = false, rotation: Double = 0
  ) throws(ReportError) {
    let x = try number(position.x)
    let y = try number(position.y)
    body += "<text x=\"\(x)\" y=\"\(y)\" font-size=\"\(try number(size))\" fill=\"\(color)\""
    if anchor != .start { body += " text-anchor=\"\(anchor.rawValue)\"" }
    if bold { body += " font-weight=\"bold\"" }
    if rotation != 0 { body += " transform=\"rotate(\(try number(rotation)) \(x) \(y))\"" }
    body += ">\(MarkupText.escaped(string))</text>\n"
  }

  /// What `content` draws, moved right by `x` and down by `y`.
  public mutating func translated(
    x: Double, y: Double, _ content: (inout SVG) throws(ReportError) -> Void
  ) throws(ReportError) {
    body += "<g transform=\"translate(\(try number(x)) \(try number(y)))\">\n"
    try content(&self)
    body += "</g>\n"
  }

  /// A rectangle that traces named with `identifier` are cut at.
  public mutating func clip(
    _ identifier: String, x: Double, y: Double, width: Double, height: Double
  ) throws(ReportError) {
    body += "<clipPath id=\"\(MarkupText.escaped(identifier))\"><rect x=\"\(try number(x))\" y=\"\(try number(y))\" "
    body += "width=\"\(try number(width))\" height=\"\(try number(height))\"/></clipPath>\n"
  }

  /// The width of `string` in DejaVu Sans, the widest of the fonts asked for, to about a tenth.
  public static func textWidth(_ string: String, size: Double) -> Double {
    string.reduce(0) { sum, character in
      let share =
        switch character {
        case "i", "j", "l", "I", "f", "t", "r", ".", ",", ":", ";", "'", "|", "!", " ", "(", ")": 0.37
        case "m", "w", "M", "W", "%", "@", "—": 0.92
        case let letter where letter.isUppercase: 0.71
        default: 0.63
        }
      return sum + share * size
    }
  }

  private func stroke(_ color: String, _ width: String, _ dash: String) -> String {
    "stroke=\"\(color)\" stroke-width=\"\(width)\"" + (dash.isEmpty ? "" : " stroke-dasharray=\"\(dash)\"")
  }

  /// Hundredths of a pixel as decimal digits, without a locale and without a negative zero.
  private func number(_ value: Double) throws(ReportError) -> String {
    guard value.isFinite, abs(value) < 1e9 else {
      throw .notFinite(figure: title, quantity: "a coordinate", index: 0, value: "\(value)")
    }
    let hundredths = Int((value * 100).rounded())
    let whole = abs(hundredths) / 100
    let rest = abs(hundredths) % 100
    var text = (hundredths < 0 ? "-" : "") + "\(whole)"
    if rest != 0 { text += rest % 10 == 0 ? ".\(rest / 10)" : rest < 10 ? ".0\(rest)" : ".\(rest)" }
    return text
  }
}
