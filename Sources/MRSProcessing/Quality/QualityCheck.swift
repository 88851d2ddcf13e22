/// One number of a scan's quality beside the limits it should keep, and where these are from.
public struct QualityCheck: Sendable, Hashable, Codable {
  /// What it is: `"SNR"`.
  public let name: String
  public let value: Double
  /// Empty for a pure number.
  public let unit: String
  public let light: QualityLight
  /// What is green: at most this, or at least this where more is better.
  public let green: Double
  /// Beyond this it is red.
  public let red: Double
  public let isMoreBetter: Bool
  /// Where the limits are from, in words.
  public let source: String

  init(
    _ name: String, _ value: Double, unit: String = "", green: Double, red: Double, isMoreBetter: Bool = false,
    source: String
  ) {
    self.name = name
    self.value = value
    self.unit = unit
    self.green = green
    self.red = red
    self.isMoreBetter = isMoreBetter
    self.source = source
    light =
      isMoreBetter
      ? (value >= green ? .green : value >= red ? .amber : .red)
      : (value <= green ? .green : value <= red ? .amber : .red)
  }
}
