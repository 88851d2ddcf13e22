/// One condition of an edited scan: what its file calls it, and where its editing pulses are.
public struct EditingCondition: Sendable, Hashable, Codable {
  /// `"ON"`, `"OFF"`, `"A"`.
  public let name: String
  /// The shifts of the editing pulses, ppm; `nil` where the file does not say.
  public let pulses: [Double]?

  public init(name: String, pulses: [Double]? = nil) {
    self.name = name
    self.pulses = pulses
  }
}
