/// An angle, in radians: a phase or a flip angle.
public struct Angle: Hashable, Sendable, Comparable, Codable {
  /// The value in radians.
  public let radians: Double

  /// An angle given in radians.
  public static func radians(_ value: Double) -> Angle { Angle(radians: value) }

  /// An angle given in degrees.
  public static func degrees(_ value: Double) -> Angle { Angle(radians: value * .pi / 180) }

  /// The value in degrees.
  public var degrees: Double { radians * 180 / .pi }

  private init(radians: Double) { self.radians = radians }

  public static func < (left: Angle, right: Angle) -> Bool { left.radians < right.radians }

  public init(from decoder: any Decoder) throws {
    radians = try decoder.singleValueContainer().decode(Double.self)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(radians)
  }
}
