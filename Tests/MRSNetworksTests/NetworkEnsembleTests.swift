import MRSNetworks
import Testing

@Suite("Networks that answer together")
struct NetworkEnsembleTests {
  /// One that says the same of every spectrum.
  private static func saying(
    _ outputs: [Float], targets: Int, loss: LossFunction = .gaussianNegativeLogLikelihood()
  ) throws -> TrainedNetwork {
    let architecture = try NetworkArchitecture(
      inputChannels: 1, inputPoints: 1, layers: [.flatten], targets: targets, loss: loss)
    return try TrainedNetwork(
      architecture: architecture,
      weights: [
        WeightArray(
          name: "output.weight", shape: [outputs.count, 1], values: [Float](repeating: 0, count: outputs.count)),
        WeightArray(name: "output.bias", shape: [outputs.count], values: outputs),
      ])
  }

  private static let two = ExampleBatch(inputs: [0, 1], targets: [])

  @Test("Those that tell all targets answer with their mixture's mean and variance, and how far they lie apart")
  func mixture() throws {
    // Means 1 and 3 of deviation 1, and means 5 and 5 of deviations 2.
    let late = Float(2 * 0.693_147_18)
    let networks = [try Self.saying([1, 5, 0, late], targets: 2), try Self.saying([3, 5, 0, late], targets: 2)]
    let (told, spreads) = try networks.prediction(of: Self.two, count: 2, targets: 2, threads: 1)
    #expect(told.count == 2 && told.means == [2, 5, 2, 5])
    let within = try networks[0].gaussianPrediction(inputs: Self.two.inputs, count: 2).deviations.map { $0 * $0 }
    for (place, between) in [1.0, 0, 1, 0].enumerated() {
      let found = told.deviations[place]
      #expect(abs(found * found - within[place] - between) < 1e-9)
    }
    for spread in try #require(spreads) { #expect(abs(spread - (0.5 / within[0]).squareRoot()) < 1e-9) }
  }

  @Test("Their covariance is the mean of theirs and that of their means")
  func covariance() throws {
    // Means (0, 0) and (2, −2) of the same covariance.
    let networks = [
      try Self.saying([0, 0, 0, 0, 0], targets: 2, loss: .gaussianCovariance),
      try Self.saying([2, -2, 0, 0, 0], targets: 2, loss: .gaussianCovariance),
    ]
    let told = try networks.prediction(of: Self.two, count: 2, targets: 2, threads: 1).prediction
    let covariance = try #require(told.covariances?[1])
    let own = try networks[0].gaussianPrediction(inputs: Self.two.inputs, count: 2)
    let within = try #require(own.covariances?[1])
    for (place, between) in [1.0, -1, -1, 1].enumerated() {
      #expect(abs(covariance.elements[place] - within.elements[place] - between) < 1e-9)
    }
    #expect(abs(told.deviations[0] * told.deviations[0] - covariance[0, 0]) < 1e-9)
  }

  @Test("Those that tell one target each are joined in their order, and do not lie apart")
  func oneByOne() throws {
    let networks = [try Self.saying([1, 0], targets: 1), try Self.saying([7, 0], targets: 1)]
    let (told, spreads) = try networks.prediction(of: Self.two, count: 2, targets: 2, threads: 1)
    #expect(told.targets == 2 && told.means == [1, 7, 1, 7] && Set(told.deviations).count == 1)
    #expect(spreads == nil)
    let alone = try [networks[0]].prediction(of: Self.two, count: 2, targets: 1, threads: 1)
    #expect(alone.prediction.means == [1, 1] && alone.spreads == nil)
  }
}
