/// A named curve over the axis of its figure.
public struct Trace: Hashable, Sendable {
  public let name: String
  /// One value for each point of the axis.
  public let values: [Double]

  public init(name: String, values: [Double]) {
    self.name = name
    self.values = values
  }
}
