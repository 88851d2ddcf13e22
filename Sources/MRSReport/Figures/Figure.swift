/// A picture as a value: what it shows, and how to write it.
public protocol Figure: Sendable {
  /// A short name, read out to those who cannot see the picture.
  var title: String { get }
  /// The text below the picture: what is drawn, of what, how many.
  var caption: String { get }
  /// The picture as one SVG element, 900 units wide.
  /// - Parameter identifier: What its XML ids begin with; unique within a page.
  /// - Throws: ``ReportError``: nothing to draw, values that are not finite or do not pair up.
  func svg(identifier: String) throws(ReportError) -> String
}
