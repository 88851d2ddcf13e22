/// Gaussian knowledge of amounts, each by itself.
public struct NormalAmounts: Hashable, Sendable {
  /// The mean and standard deviation of an amount, in its unit.
  public struct Normal: Hashable, Sendable {
    public let mean: Double
    public let deviation: Double

    public init(mean: Double, deviation: Double) {
      self.mean = mean
      self.deviation = deviation
    }
  }

  /// By species; species not named are free.
  public let byName: [String: Normal]

  public init(byName: [String: Normal]) { self.byName = byName }

  public init(byName: [String: (mean: Double, deviation: Double)]) {
    self.byName = byName.mapValues { Normal(mean: $0.mean, deviation: $0.deviation) }
  }
}
