import MRSCore
import MRSNetworks
import Testing

@Suite("Networks of vectors")
struct VectorNetworkTests {
  /// All layers of vectors, with weights that are nothing special: drawn, gains near one.
  private static func network(
    loss: LossFunction, sideInputs: Int, startsFromBase: Bool
  ) throws -> TrainedNetwork {
    let architecture = try NetworkArchitecture(
      inputChannels: 2, inputPoints: 10, sideInputs: sideInputs, startsFromBase: startsFromBase,
      layers: [
        .flatten, .linear(width: 24, start: .normal), .gelu, .layerNorm,
        .residual([.layerNorm, .linear(width: 16, start: .normal), .relu, .linear(width: 24, start: .zero)]),
        .dropout(probability: 0.5), .silu,
      ], targets: 3, loss: loss)
    let joined = 20 + sideInputs - (startsFromBase ? 6 : 0)
    let shapes: [(String, [Int])] = [
      ("layers.1.weight", [24, joined]), ("layers.1.bias", [24]), ("layers.3.weight", [24]), ("layers.3.bias", [24]),
      ("layers.4.layers.0.weight", [24]), ("layers.4.layers.0.bias", [24]), ("layers.4.layers.1.weight", [16, 24]),
      ("layers.4.layers.1.bias", [16]), ("layers.4.layers.3.weight", [24, 16]), ("layers.4.layers.3.bias", [24]),
      ("output.weight", [architecture.outputs, 24]), ("output.bias", [architecture.outputs]),
    ]
    let stream = RandomStream(seed: 5)
    return try TrainedNetwork(
      architecture: architecture,
      weights: shapes.map { name, shape in
        var own = stream.child(name)
        let count = shape.reduce(1, *)
        let gain = name.hasSuffix("layers.3.weight") || name.hasSuffix("layers.0.weight") ? 1.0 : 0
        return WeightArray(name: name, shape: shape, values: (0..<count).map { _ in Float(gain + 0.3 * own.normal()) })
      })
  }

  @Test(
    "They say by BLAS what libtorch says, whatever the loss and the side inputs are",
    arguments: [
      (LossFunction.gaussianCovariance, 6, true), (.gaussianNegativeLogLikelihood(), 6, true),
      (.gaussianCovariance, 10, true), (.gaussianCovariance, 2, false), (.binaryCrossEntropy, 0, false),
    ])
  func engine(loss: LossFunction, sideInputs: Int, startsFromBase: Bool) throws {
    let network = try Self.network(loss: loss, sideInputs: sideInputs, startsFromBase: startsFromBase)
    var draws = RandomStream(seed: 6)
    let inputs = (0..<21 * 20).map { _ in Float(draws.normal()) }
    let side = (0..<21 * sideInputs).map { _ in Float(0.5 * draws.normal()) }
    let own = try network.predict(inputs: inputs, sideInputs: side, count: 21)
    let other = try network.predictByEngine(inputs: inputs, sideInputs: side, count: 21)
    #expect(own.count == other.count && own.count == 21 * network.architecture.outputs)
    let largest = zip(own, other).map { abs($0 - $1) / max(1, abs($1)) }.max() ?? 1
    #expect(largest < 1e-5, "\(largest)")
    #expect(Set(own).count > own.count / 2)
    let alone = try network.predict(
      inputs: Array(inputs[340..<360]), sideInputs: Array(side.dropFirst(17 * sideInputs).prefix(sideInputs)), count: 1)
    for (one, together) in zip(alone, own[(17 * network.architecture.outputs)...]) {
      #expect(abs(one - together) <= 1e-6 * max(1, abs(together)))
    }
  }
}
