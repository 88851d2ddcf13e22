import Foundation
import MRSCore
import MRSNetworks
import Testing

/// How fast networks train and predict, printed: `HEPATICA_BENCHMARK=1 swift test -c release --filter Throughput`.
@Suite("Throughput", .serialized)
struct ThroughputTests {
  struct Layout: Sendable {
    let channels: Int
    let blocks: [(channels: Int, kernel: Int, pooling: Int)]
    let batch: Int

    var description: String {
      let list = blocks.map { "\($0.channels)×\($0.kernel)/\($0.pooling)" }.joined(separator: " ")
      return "\(channels)×256, blocks \(list), batch \(batch)"
    }
  }

  /// Channels × kernel / pooling.
  static let blocks: [[(channels: Int, kernel: Int, pooling: Int)]] = [
    [(16, 9, 2), (32, 7, 2), (48, 5, 2), (64, 3, 2)],
    [(32, 9, 2), (48, 7, 2), (64, 5, 2), (96, 3, 2)],
    [(32, 9, 2), (64, 7, 2), (96, 5, 2), (128, 3, 2)],
    [(32, 9, 2), (64, 9, 2), (128, 9, 2)],
    [(32, 9, 4), (64, 7, 2), (128, 5, 2)],
    [(32, 9, 1), (32, 9, 2), (64, 5, 1), (64, 5, 2), (96, 3, 2)],
  ]

  static let layouts = [2, 4].flatMap { channels in
    blocks.flatMap { blocks in [64, 256].map { Layout(channels: channels, blocks: blocks, batch: $0) } }
  }

  @Test(
    "Samples a second of several layouts",
    .enabled(if: ProcessInfo.processInfo.environment["HEPATICA_BENCHMARK"] != nil, "HEPATICA_BENCHMARK is not set"),
    arguments: layouts)
  func throughput(of layout: Layout) throws {
    let architecture = try NetworkArchitecture(
      inputChannels: layout.channels, inputPoints: 256,
      layers: ToySpectra.convolutions(layout.blocks) + [
        .flatten, .linear(width: 256, start: .normal), .relu, .dropout(probability: 0.1),
      ], targets: 20, loss: .gaussianNegativeLogLikelihood())
    let count = 512
    var stream = RandomStream(seed: 1)
    let examples = ExampleBatch(
      inputs: (0..<count * architecture.inputSize).map { _ in Float(stream.normal()) },
      targets: (0..<count * architecture.targets).map { _ in Float(stream.normal()) })
    let source = try ExampleArray(
      count: count, inputSize: architecture.inputSize, targetSize: architecture.targets, examples: examples)
    let steps = 4096 / layout.batch + 3
    let options = TrainingOptions(
      steps: steps, batchSize: layout.batch, warmUpSteps: 0, fixedStatisticsFraction: 0, validationInterval: steps)

    let clock = ContinuousClock()
    var last = clock.now
    var times: [Double] = []
    let trainer = try Trainer(architecture: architecture, options: options, stream: stream)
    let (network, _) = try trainer.train(on: source) { _ in
      times.append((clock.now - last) / .seconds(1))
      last = clock.now
    }
    let sorted = times.dropFirst(2).sorted()
    let rates = [sorted[0], sorted[sorted.count / 2]].map { Int(Double(layout.batch) / $0) }
    let predictions = try (0..<3).map { _ in
      let start = clock.now
      _ = try network.predict(inputs: examples.inputs, count: count, threads: 2)
      return Double(count) / ((clock.now - start) / .seconds(1))
    }
    print(
      "\(layout.description): training best \(rates[0]), median \(rates[1]) samples/s; prediction best "
        + "\(Int(predictions.max() ?? 0)); \(architecture.parameterCount) parameters, "
        + "\(architecture.multiplications) multiplications")
    #expect(times.count == steps)
    // Training goes forward and backward, and prediction only forward.
    #expect((predictions.max() ?? 0) > Double(rates[0]))
  }
}
