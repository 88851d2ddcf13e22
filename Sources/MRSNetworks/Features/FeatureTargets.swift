/// What the amounts of a training are distributed as: what features measure amounts by.
public struct FeatureTargets: Hashable, Sendable, Codable {
  /// All species that the tables estimate; the network's targets come first.
  public let names: [String]
  /// Mean and deviation of the logarithm of each.
  public let logMeans: [Double]
  public let logDeviations: [Double]
  /// The places of fat's resonances among them, the methylene line's first.
  public let lipids: [Int]
  /// How many the network tells.
  public let targets: Int

  public init(names: [String], logMeans: [Double], logDeviations: [Double], lipids: [Int], targets: Int) {
    self.names = names
    self.logMeans = logMeans
    self.logDeviations = logDeviations
    self.lipids = lipids
    self.targets = targets
  }
}
