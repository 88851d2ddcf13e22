import MRSCore
import MRSNetworks

/// Spectra of a few Lorentzian lines at fixed places, made on demand: the amplitudes are the targets.
struct ToySpectra: ExampleSource {
  let count: Int
  let stream: RandomStream
  let points = 64
  let lines = 3
  /// Standard deviation of the noise of every point.
  var noise = 0.05

  var inputSize: Int { 2 * points }
  var sideInputSize: Int { 0 }
  var targetSize: Int { lines }

  /// Amplitudes are uniform with unit variance and zero mean, so that the trivial predictor errs by 1.
  func examples(at indices: [Int]) -> ExampleBatch {
    var batch = ExampleBatch(inputs: [], targets: [])
    for index in indices {
      var own = stream.child(index)
      let amplitudes = (0..<lines).map { _ in own.uniform(in: -3.0.squareRoot()...3.0.squareRoot()) }
      var real = (0..<points).map { _ in noise * own.normal() }
      var imaginary = (0..<points).map { _ in noise * own.normal() }
      for (line, amplitude) in amplitudes.enumerated() {
        let centre = Double(points * (line + 1)) / Double(lines + 1)
        for point in 0..<points {
          let offset = (Double(point) - centre) / 3
          real[point] += amplitude / (1 + offset * offset)
          imaginary[point] += amplitude * offset / (1 + offset * offset)
        }
      }
      batch.inputs += real.map { Float($0) } + imaginary.map { Float($0) }
      batch.targets += amplitudes.map { Float($0) }
    }
    return batch
  }

  /// A network small enough to learn this in a second or two.
  static func architecture(
    loss: LossFunction = .gaussianNegativeLogLikelihood(), sideInputs: Int = 0, dropout: Double = 0
  ) throws -> NetworkArchitecture {
    try NetworkArchitecture(
      inputChannels: 2, inputPoints: 64, sideInputs: sideInputs,
      layers: convolutions([(8, 5, 2), (16, 3, 2)]) + [
        .flatten, .linear(width: 32, start: .normal), .relu, .dropout(probability: dropout),
      ], targets: 3, loss: loss)
  }

  /// Convolution, pooling, batch norm and ReLU for each of (channels, kernel, pooling).
  static func convolutions(_ blocks: [(channels: Int, kernel: Int, pooling: Int)]) -> [NetworkLayer] {
    blocks.flatMap {
      [.convolution(channels: $0.channels, kernel: $0.kernel), .maxPool(width: $0.pooling), .batchNorm, .relu]
    }
  }

  /// One thread, for the tests run side by side.
  static func options(steps: Int) -> TrainingOptions {
    TrainingOptions(
      steps: steps, batchSize: 32, learningRate: 3e-3, warmUpSteps: min(20, steps),
      validationInterval: max(steps / 4, 1), checkpointInterval: 10, engineThreads: 1)
  }
}
