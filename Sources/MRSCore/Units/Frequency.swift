/// A frequency or frequency offset, in hertz.
///
/// Built with its unit in the name, `.hertz(123.25e6)` or `.megahertz(123.25)`, so that no bare number crosses the
/// edge of the package.
public struct Frequency: Hashable, Sendable, Comparable, Codable {
  /// The value in Hz.
  public let hertz: Double

  /// A frequency given in Hz.
  public static func hertz(_ value: Double) -> Frequency { Frequency(hertz: value) }

  /// A frequency given in MHz.
  public static func megahertz(_ value: Double) -> Frequency { Frequency(hertz: value * 1e6) }

  /// The value in MHz.
  public var megahertz: Double { hertz / 1e6 }

  private init(hertz: Double) { self.hertz = hertz }

  public static func < (left: Frequency, right: Frequency) -> Bool { left.hertz < right.hertz }

  public init(from decoder: any Decoder) throws {
    hertz = try decoder.singleValueContainer().decode(Double.self)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(hertz)
  }
}
