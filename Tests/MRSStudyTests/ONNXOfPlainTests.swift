import Foundation
import MRSCore
import MRSModel
import MRSNetworks
import Numerics
import TestSupport
import Testing

/// Small networks of every layer with weights of chance as ONNX files, run by ONNX Runtime.
@Suite("Plain networks as ONNX", .enabled(if: ONNXRuntime.python != nil, Comment(rawValue: ONNXRuntime.reason)))
struct ONNXOfPlainTests {
  static let acquisition = Acquisition(
    spectrometerFrequency: .megahertz(123.25), dwellTime: 0.0005, points: 500, carrierShift: .ppm(4.65))
  static let encoder = SpectrumEncoder(acquisition: acquisition, window: .ppm(0.4) ... .ppm(4.4), scale: 0.01)

  /// Lines of fat and choline of many widths in noise of many sizes.
  static let fids: [FID] = (0..<24).map { index in
    var stream = RandomStream(seed: 3).child(index)
    let width = stream.uniform(in: 3.0...30)
    let amplitudes = [1.3, 0.9, 2.0, 3.2].map { (shift: $0, size: stream.uniform(in: 0.5...100)) }
    let noise = 0.02 * Double(1 << (index % 8))
    var samples = ComplexVector(zeros: acquisition.points)
    for n in samples.indices {
      let t = Double(n) * acquisition.dwellTime
      for line in amplitudes {
        samples[n] += Complex(
          length: line.size * .exp(-.pi * width * t), phase: 2 * .pi * (line.shift - 4.65) * 123.25 * t)
      }
      samples[n] += Complex(noise * stream.normal(), noise * stream.normal())
    }
    return FID(samples: samples, acquisition: acquisition)
  }

  /// Every layer there is, with weights of chance; logarithms of amounts spread `spread` times as wide as usual.
  static func bundle(
    loss: LossFunction, task: NetworkCard.Task = .quantification, targets: Int = 3, spread: Double = 1
  ) throws -> NetworkBundle<NetworkCard> {
    let architecture = try NetworkArchitecture(
      inputChannels: SpectrumEncoder.channels, inputPoints: encoder.points, sideInputs: SpectrumEncoder.sideInputs,
      layers: [
        .convolution(channels: 6, kernel: 5), .maxPool(width: 3), .batchNorm, .relu,
        .convolution(channels: 4, kernel: 3), .gelu, .flatten, .dropout(probability: 0.2),
        .linear(width: 16, start: .normal), .silu,
        .residual([.layerNorm, .linear(width: 16, start: .zero), .gelu]), .layerNorm,
      ], targets: targets, loss: loss)
    let size = SpectrumEncoder.channels * encoder.points
    var batch = ExampleBatch(
      inputs: (0..<4 * size).map { Float($0 % 7) }, targets: [Float](repeating: 1, count: 4 * targets))
    batch.sideInputs = [0, 1, 2, 3]
    let examples = try ExampleArray(
      count: 4, inputSize: size, sideInputSize: SpectrumEncoder.sideInputs, targetSize: targets, examples: batch)
    let trained = try Trainer(
      architecture: architecture,
      options: TrainingOptions(
        steps: 1, batchSize: 4, learningRate: 1e-3, warmUpSteps: 1, validationInterval: 1, engineThreads: 1),
      stream: RandomStream(seed: 1)
    ).train(on: examples, validation: examples) { _ in }
    var stream = RandomStream(seed: 5)
    let weights = trained.network.weights.map { array in
      WeightArray(
        name: array.name, shape: array.shape,
        values: array.values.map { abs($0 + 0.2 * Float(stream.normal())) * (stream.uniform(in: 0...1) < 0.5 ? 1 : -1) }
      )
    }.map { array in
      array.name.hasSuffix("running_var")
        ? WeightArray(name: array.name, shape: array.shape, values: array.values.map { abs($0) + 0.1 }) : array
    }
    let card = NetworkCard(
      task: task, studyProtocol: "toy", encoder: encoder,
      targets: task == .quantification ? (0..<targets).map { "T\($0)" } : ["sick"],
      logMeans: (0..<targets).map { 0.5 * Double($0) },
      logDeviations: (0..<targets).map { spread * (0.3 + 0.1 * Double($0)) },
      calibration: task == .quantification
        ? GaussianCalibration(criterion: .coverage(0.9), factors: (0..<targets).map { 1 + 0.1 * Double($0) }) : nil,
      prior: nil, trainedNoise: [0, 1], domain: nil, basisHash: "toy", seed: 1, trainingExamples: 4,
      notice: "Made for a test.")
    return NetworkBundle(network: try TrainedNetwork(architecture: architecture, weights: weights), card: card)
  }

  @Test(
    "One that tells amounts one by one, and one that tells their covariance, say in ONNX Runtime what they say here",
    arguments: [LossFunction.gaussianNegativeLogLikelihood(), .gaussianCovariance])
  func quantification(loss: LossFunction) throws {
    let bundle = try Self.bundle(loss: loss)
    let found = try ONNXRuntime.outputs(of: ONNXModel(bundle).data, fids: Self.fids.map(\.pairs))
    let own = try NetworkQuantifier(bundle).quantify(Self.fids)
    // The toy does not say one thing to all.
    #expect(own.map { $0.amounts[0].value }.max()! > 1.1 * own.map { $0.amounts[0].value }.min()!)
    let differences = ONNXComparison(of: own, with: found)
    print("ONNX, plain network with \(loss): \(differences)")
    #expect(differences.largest < 1e-5)
    #expect((found.outputs["logCovariance"] != nil) == (loss == .gaussianCovariance))
  }

  @Test("A classifier's scores are the same")
  func classification() throws {
    let bundle = try Self.bundle(loss: .binaryCrossEntropy, task: .classification, targets: 1)
    let found = try ONNXRuntime.outputs(of: ONNXModel(bundle).data, fids: Self.fids.map(\.pairs))
    let own = try NetworkClassifier(bundle).scores(Self.fids).map(\.probability)
    let scores = try #require(found.outputs["score"])
    for (one, other) in zip(own, scores) { #expect(abs(one - other) < 1e-5) }
    #expect(own.max()! - own.min()! > 0.01)
  }
}
