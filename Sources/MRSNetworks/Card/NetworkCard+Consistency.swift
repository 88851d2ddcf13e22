extension NetworkCard {
  /// Refuses a card of a quantifier whose parts do not belong together, or to its network.
  /// - Parameters:
  ///   - architecture: the network's.
  ///   - networks: how many of this architecture answer together.
  ///   - features: what the network sees in place of spectra; `nil` where it sees those.
  ///   - unlikeness: what tells spectra that are no ordinary ones; `nil` where there is none.
  ///   - path: of the bundle.
  /// - Throws: ``NetworkError/unfitting(path:field:value:expected:)``.
  func requireConsistency(
    with architecture: NetworkArchitecture, networks: Int, features: FeatureExtractor?, unlikeness: UnlikenessNetwork?,
    path: String
  ) throws(NetworkError) {
    func require(_ condition: Bool, _ field: String, _ value: Any, _ expected: String) throws(NetworkError) {
      guard condition else {
        throw .unfitting(
          path: "\(path)/\(BundleManifest.cardFile)", field: field, value: "\(value)", expected: expected)
      }
    }
    func require(_ field: String, _ count: Int, of expected: Int, _ what: String) throws(NetworkError) {
      try require(count == expected, field, "\(count) \(what)", "\(expected)")
    }
    let isOneByOne = NetworkEnsemble.isOneByOne(networks, tells: architecture.targets, of: targets.count)
    let count = isOneByOne ? networks : architecture.targets
    try require("targets", targets.count, of: count, "names")
    try require(Set(targets).count == count, "targets", targets.joined(separator: ", "), "each name once")
    try require("logMeans", logMeans.count, of: count, "numbers")
    try require("logDeviations", logDeviations.count, of: count, "numbers")
    try require(logDeviations.allSatisfy { $0 > 0 }, "logDeviations", "zero or less in part", "positive numbers")
    if let calibration { try require("calibration.factors", calibration.factors.count, of: count, "numbers") }
    try require(trainedNoise == trainedNoise.sorted(), "trainedNoise", trainedNoise, "the lowest, then the highest")
    if let domain {
      for (part, found, expected) in domain.sizes(ofPoints: encoder.points) {
        try require("domain.\(part)", found, of: expected, "numbers")
      }
      for (statistic, range) in domain.ranges.sorted(by: { $0.key < $1.key }) {
        try require(
          range.count == 2 && range[0] <= range[1], "domain.ranges.\(statistic)", range, "the least, then the largest")
      }
    }
    if let told = self.unlikeness {
      try require(
        told == unlikeness?.kinds ?? [], "unlikeness", "limits of \(told.count) kinds",
        "those of \(UnlikenessNetwork.descriptionFile)")
    }
    if let reconstruction {
      try require(
        reconstruction.residualToNoise > 0 && reconstruction.distance > 0, "reconstruction",
        "\(reconstruction.residualToNoise), \(reconstruction.distance)", "limits above zero")
    }
    try require(
      "encoder", features?.channels ?? SpectrumEncoder.channels, of: architecture.inputChannels, "channels")
    try require("encoder", features?.points ?? encoder.points, of: architecture.inputPoints, "points")
    try require(
      "encoder", features?.sideInputs ?? SpectrumEncoder.sideInputs, of: architecture.sideInputs, "side inputs")
    guard let features else { return }
    try require(
      features.encoder == encoder, "encoder", "\(encoder.points) points of \(encoder.acquisition.points)",
      "that of the features")
    try require(
      Array(features.targets.names.prefix(features.targets.targets)) == targets, "targets",
      targets.joined(separator: ", "), "those of the features, in their order")
  }
}
