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

  /// - Throws: ``NetworkError/invalidOption(field:value:expected:)``
  func validate() throws(NetworkError) {
    func require(_ condition: Bool, _ field: String, _ value: Any, _ expected: String) throws(NetworkError) {
      guard condition else { throw .invalidOption(field: "targets.\(field)", value: "\(value)", expected: expected) }
    }
    let count = names.count
    try require(
      count > 0 && Set(names).count == count, "names", names.joined(separator: ", "), "one or more, each once")
    try require((1...count).contains(targets), "targets", targets, "1 to \(count)")
    for (field, values) in [("logMeans", logMeans), ("logDeviations", logDeviations)] {
      try require(values.count == count, field, "\(values.count) numbers", "\(count), one a name")
    }
    try require(logDeviations.allSatisfy { $0 > 0 }, "logDeviations", "one of zero or less", "positive numbers")
    try require(
      !lipids.isEmpty && Set(lipids).count == lipids.count && lipids.allSatisfy(names.indices.contains), "lipids",
      lipids, "places among \(count) names, one or more, each once")
  }
}
