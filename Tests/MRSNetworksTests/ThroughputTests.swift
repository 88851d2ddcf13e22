import Foundation
import MRSCore
import MRSNetworks
import Testing

/// How fast training is, printed; run with HEPATICA_BENCHMARK=1.
@Suite("Throughput")
struct ThroughputTests {
  typealias Block = NetworkArchitecture.Block

  @Test(
    "Training throughput of several layouts",
    .enabled(if: ProcessInfo.processInfo.environment["HEPATICA_BENCHMARK"] != nil, "HEPATICA_BENCHMARK is not set"))
  func throughput() throws {
    let layouts: [(String, [Block], Int)] = [
      ("A 16k9p2 32k7p2 48k5p2 64k3p2 h128", [.init(channels: 16, kernel: 9, pooling: 2), .init(channels: 32, kernel: 7, pooling: 2), .init(channels: 48, kernel: 5, pooling: 2), .init(channels: 64, kernel: 3, pooling: 2)], 128),
      ("B 32k9p2 48k7p2 64k5p2 96k3p2 h256", [.init(channels: 32, kernel: 9, pooling: 2), .init(channels: 48, kernel: 7, pooling: 2), .init(channels: 64, kernel: 5, pooling: 2), .init(channels: 96, kernel: 3, pooling: 2)], 256),
      ("C 32k9p2 64k7p2 96k5p2 128k3p2 h256", [.init(channels: 32, kernel: 9, pooling: 2), .init(channels: 64, kernel: 7, pooling: 2), .init(channels: 96, kernel: 5, pooling: 2), .init(channels: 128, kernel: 3, pooling: 2)], 256),
      ("D 32k9p2 64k9p2 128k9p2 h256", [.init(channels: 32, kernel: 9, pooling: 2), .init(channels: 64, kernel: 9, pooling: 2), .init(channels: 128, kernel: 9, pooling: 2)], 256),
      ("E 32k9p4 64k7p2 128k5p2 h256", [.init(channels: 32, kernel: 9, pooling: 4), .init(channels: 64, kernel: 7, pooling: 2), .init(channels: 128, kernel: 5, pooling: 2)], 256),
      ("F 32k9 32k9p2 64k5 64k5p2 96k3p2 h256", [.init(channels: 32, kernel: 9), .init(channels: 32, kernel: 9, pooling: 2), .init(channels: 64, kernel: 5), .init(channels: 64, kernel: 5, pooling: 2), .init(channels: 96, kernel: 3, pooling: 2)], 256),
    ]
    for channels in [2, 4] {
      for (name, blocks, width) in layouts {
        for batch in [64, 256] {
          let architecture = try NetworkArchitecture(
            inputChannels: channels, inputPoints: 256, blocks: blocks, headWidth: width, dropout: 0.1, targets: 20,
            loss: .gaussianNegativeLogLikelihood())
          var stream = RandomStream(seed: 1)
          let count = 512
          let source = try ExampleArray(
            count: count, inputSize: architecture.inputSize, targetSize: 20,
            examples: ExampleBatch(
              inputs: (0..<count * architecture.inputSize).map { _ in Float(stream.normal()) },
              targets: (0..<count * 20).map { _ in Float(stream.normal()) }))
          let steps = 4096 / batch + 3
          let trainer = try Trainer(
            architecture: architecture,
            options: TrainingOptions(steps: steps, batchSize: batch, warmUpSteps: 0, validationInterval: steps),
            stream: stream)
          let clock = ContinuousClock()
          var last = clock.now
          var times: [Double] = []
          let (network, _) = try trainer.train(on: source) { _ in
            let now = clock.now
            times.append((now - last) / .seconds(1))
            last = now
          }
          let sorted = times.dropFirst(2).sorted()
          let all = source.examples(at: Array(0..<512)).inputs
          var predictions: [Double] = []
          for threads in [2, 2, 2] {
            let start = clock.now
            _ = try network.predict(inputs: all, count: 512, threads: threads)
            predictions.append(512 / ((clock.now - start) / .seconds(1)))
          }
          print(
            "\(channels)x256 \(name) batch \(batch): best \(Int(Double(batch) / sorted[0])) median "
              + "\(Int(Double(batch) / sorted[sorted.count / 2])) samples/s; predict \(Int(predictions.max()!)); "
              + "\(architecture.parameterCount) parameters, \(architecture.multiplications) multiplications")
        }
      }
    }
  }
}
