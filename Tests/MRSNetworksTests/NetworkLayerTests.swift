import Foundation
import MRSCore
import MRSNetworks
import Numerics
import Testing

@Suite("NetworkLayer")
struct NetworkLayerTests {
  /// A residual network on vectors: 6 → 5, SiLU, one block, layer norm.
  static func residual(
    loss: LossFunction = .gaussianNegativeLogLikelihood(), targets: Int = 2, startsFromBase: Bool = false
  ) throws -> NetworkArchitecture {
    try NetworkArchitecture(
      inputChannels: 1, inputPoints: 6, sideInputs: startsFromBase ? 2 * targets : 0, startsFromBase: startsFromBase,
      layers: [
        .flatten, .linear(width: 5, start: .normal), .silu,
        .residual([.layerNorm, .linear(width: 7, start: .normal), .silu, .linear(width: 5, start: .normal)]),
        .layerNorm,
      ], targets: targets, loss: loss)
  }

  /// Weights of no special value, by name.
  static func weights(of architecture: NetworkArchitecture) throws -> [WeightArray] {
    let trainer = try Trainer(
      architecture: architecture, options: TrainingOptions(steps: 1, batchSize: 2, warmUpSteps: 1),
      stream: RandomStream(seed: 1))
    let size = architecture.inputSize
    var batch = ExampleBatch(inputs: [Float](repeating: 0.5, count: 2 * size), targets: [])
    batch.sideInputs = [Float](repeating: 0, count: 2 * architecture.sideInputs)
    batch.targets = [Float](repeating: 0.5, count: 2 * architecture.targets)
    let shapes = try trainer.train(
      on: ExampleArray(
        count: 2, inputSize: size, sideInputSize: architecture.sideInputs, targetSize: architecture.targets,
        examples: batch)
    ).network.weights
    var stream = RandomStream(seed: 2)
    return shapes.map { array in
      WeightArray(
        name: array.name, shape: array.shape,
        values: array.values.map { _ in Float(stream.normal(mean: 0.1, deviation: 0.5)) })
    }
  }

  @Test("A residual network computes its formula, written out once more here")
  func formula() throws {
    let architecture = try Self.residual()
    let arrays = try Self.weights(of: architecture)
    let network = try TrainedNetwork(architecture: architecture, weights: arrays)
    let input: [Float] = [0.3, -1.2, 0.8, 2, -0.1, 0.4]
    let found = try network.predict(inputs: input, count: 1)

    func array(_ name: String) -> [Double] { arrays.first { $0.name == name }?.values.map(Double.init) ?? [] }
    func linear(_ x: [Double], _ name: String) -> [Double] {
      let (weight, bias) = (array("\(name).weight"), array("\(name).bias"))
      return bias.indices.map { row in
        bias[row] + x.indices.reduce(0) { $0 + weight[row * x.count + $1] * x[$1] }
      }
    }
    func silu(_ x: [Double]) -> [Double] { x.map { $0 / (1 + .exp(-$0)) } }
    func norm(_ x: [Double], _ name: String) -> [Double] {
      let mean = x.reduce(0, +) / Double(x.count)
      let variance = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(x.count)
      let (gain, offset) = (array("\(name).weight"), array("\(name).bias"))
      return x.indices.map { (x[$0] - mean) / (variance + 1e-5).squareRoot() * gain[$0] + offset[$0] }
    }
    let first = silu(linear(input.map(Double.init), "layers.1"))
    let inner = linear(
      silu(linear(norm(first, "layers.3.layers.0"), "layers.3.layers.1")), "layers.3.layers.3")
    let last = linear(norm(zip(first, inner).map(+), "layers.4"), "output")
    let expected = last[..<2] + last[2...].map { -3 + 9 * Double.tanh(($0 + 3) / 9) }
    // Float32 sums of a dozen terms.
    for (one, other) in zip(found, expected) { #expect(abs(Double(one) - other) < 1e-5) }
  }

  @Test("From a base, means are base + unit·o and log variances o′ + 2·ln unit")
  func base() throws {
    let plain = try Self.residual(loss: .gaussianCovariance, targets: 3)
    let arrays = try Self.weights(of: plain)
    let based = try Self.residual(loss: .gaussianCovariance, targets: 3, startsFromBase: true)
    let input: [Float] = [0.3, -1.2, 0.8, 2, -0.1, 0.4]
    let o = try TrainedNetwork(architecture: plain, weights: arrays).predict(inputs: input, count: 1)
    let (base, unit): ([Float], [Float]) = ([0.5, -1, 2], [0.01, 1, 0.3])
    let found = try TrainedNetwork(architecture: based, weights: arrays).predict(
      inputs: input, sideInputs: base + unit.map { Float.log($0) }, count: 1)
    for k in 0..<3 {
      #expect(abs(found[k] - (base[k] + unit[k] * o[k])) < 1e-5)
      #expect(abs(found[3 + k] - (o[3 + k] + 2 * Float.log(unit[k]))) < 1e-5)
    }
    for (place, (i, j)) in [(1, 0), (2, 0), (2, 1)].enumerated() {
      let expected = o[6 + place] * unit[j] / unit[i]
      #expect(abs(found[6 + place] - expected) < 1e-4 * max(1, abs(expected)))
    }
  }

  @Test("Side inputs behind the bases are to the layers what as many more numbers of the input are", arguments: [0, 1])
  func besides(convolutions: Int) throws {
    func network(points: Int, besides: Int) throws -> TrainedNetwork {
      let architecture = try NetworkArchitecture(
        inputChannels: 1, inputPoints: points, sideInputs: 4 + besides, startsFromBase: true,
        // A maximum of one point is the point itself, and has libtorch do it all.
        layers: [NetworkLayer](repeating: .maxPool(width: 1), count: convolutions) + [
          .flatten, .linear(width: 5, start: .normal), .silu,
        ], targets: 2, loss: .gaussianCovariance)
      return try TrainedNetwork(architecture: architecture, weights: Self.weights(of: architecture))
    }
    let input: [Float] = [0.3, -1.2, 0.8, 2, -0.1, 0.4]
    let bases: [Float] = [0.5, -1, -2, 0.1]
    let whole = try network(points: 6, besides: 0).predict(inputs: input, sideInputs: bases, count: 1)
    let split = try network(points: 4, besides: 2).predict(
      inputs: Array(input[..<4]), sideInputs: bases + input[4...], count: 1)
    for (one, other) in zip(whole, split) { #expect(abs(one - other) < 1e-6) }
    #expect(throws: NetworkError.self) { try network(points: 4, besides: -1) }
  }

  @Test("Every kind of layer is written and read again, in JSON")
  func roundTrip() throws {
    let layers: [NetworkLayer] = [
      .convolution(channels: 4, kernel: 3), .maxPool(width: 2), .batchNorm, .relu, .gelu, .silu,
      .dropout(probability: 0.2), .flatten, .linear(width: 6, start: .normal),
      .residual([.layerNorm, .linear(width: 6, start: .zero)]),
    ]
    #expect(Set(layers.map(\.kind)).union([.layerNorm]) == Set(NetworkLayer.Kind.allCases))
    #expect(try JSONDecoder().decode([NetworkLayer].self, from: JSONEncoder().encode(layers)) == layers)
    for loss in [LossFunction.gaussianNegativeLogLikelihood(beta: 0.5), .gaussianCovariance, .binaryCrossEntropy] {
      #expect(try JSONDecoder().decode(LossFunction.self, from: JSONEncoder().encode(loss)) == loss)
    }
  }

  @Test(
    "Layers that do not follow one another are refused with their place",
    arguments: [
      ([.linear(width: 3, start: .normal)], "layers[0]"), ([.flatten, .batchNorm], "layers[1]"), ([.relu], "layers"),
      ([.flatten, .residual([.linear(width: 7, start: .zero)])], "layers[1].layers"),
      ([.flatten, .residual([.layerNorm, .dropout(probability: 1)])], "layers[1].layers[1].probability"),
    ] as [([NetworkLayer], String)])
  func refused(layers: [NetworkLayer], field: String) {
    let error = #expect(throws: NetworkError.self) {
      try NetworkArchitecture(inputChannels: 2, inputPoints: 8, layers: layers, targets: 1, loss: .gaussianCovariance)
    }
    guard case .invalidArchitecture(field, _, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }
}
