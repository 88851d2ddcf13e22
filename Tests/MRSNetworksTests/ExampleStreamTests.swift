import Foundation
import MRSCore
import MRSNetworks
import TestSupport
import Testing

@Suite("Training on a stream")
struct ExampleStreamTests {
  /// Toy spectra in blocks of 128, each of which is used three times.
  func stream(tasks: Int, count: Int = 1200, maker: ExampleStream.Maker? = nil) -> ExampleStream {
    let toys = ToySpectra(count: count, stream: RandomStream(seed: 1))
    return ExampleStream(
      count: count, sizes: (toys.inputSize, 0, toys.targetSize), block: 128, piece: 20, repeats: 3,
      stream: RandomStream(seed: 2), tasks: tasks, make: maker ?? { toys.examples(at: Array($0)) })
  }

  @Test("Which example comes where does not depend on tasks, nor on where one starts")
  func positions() throws {
    let (one, three) = (stream(tasks: 1), stream(tasks: 3))
    let whole = try one.examples(at: Array(0..<1200))
    for range in [0..<100, 100..<500, 500..<1200] {
      let part = try three.examples(at: Array(range))
      #expect(part.targets == Array(whole.targets[3 * range.lowerBound..<3 * range.upperBound]))
      #expect(part.inputs == Array(whole.inputs[128 * range.lowerBound..<128 * range.upperBound]))
    }
    #expect(try stream(tasks: 2).examples(at: Array(700..<720)).targets == Array(whole.targets[2100..<2160]))
  }

  @Test("Every example of a block comes once in each of its passes, in another order")
  func passes() throws {
    let targets = try stream(tasks: 2).examples(at: Array(0..<768)).targets
    let passes = (0..<6).map { pass in (128 * pass..<128 * (pass + 1)).map { targets[3 * $0] } }
    for pass in [1, 2] {
      #expect(passes[pass].sorted() == passes[0].sorted())
      #expect(passes[pass] != passes[0])
    }
    #expect(passes[3].sorted() != passes[0].sorted())
    #expect(Set(targets).count == 2 * 128 * 3)
  }

  @Test("A training on a stream ends with the same bytes, on one task or three, killed in between or not")
  func training() throws {
    func train(tasks: Int, checkpoints: URL? = nil, stopAfter: Int? = nil) throws -> TrainedNetwork {
      var options = ToySpectra.options(steps: 36)
      (options.shuffles, options.averageDecay) = (false, 0.9)
      return try Trainer(architecture: ToySpectra.architecture(), options: options, stream: RandomStream(seed: 3))
        .train(on: stream(tasks: tasks), checkpoints: checkpoints) {
          if $0.step == stopAfter { throw CancellationError() }
        }.network
    }
    let whole = try train(tasks: 1)
    #expect(try train(tasks: 3) == whole)
    try withTemporaryFolder { folder in
      #expect(throws: CancellationError.self) { try train(tasks: 2, checkpoints: folder, stopAfter: 23) }
      let resumed = try train(tasks: 1, checkpoints: folder)
      #expect(resumed == whole)
    }
  }

  @Test("What the maker throws, the training gets")
  func failure() {
    struct Broken: Error {}
    let broken = stream(tasks: 2) { range in
      if range.contains(130) { throw Broken() }
      return ToySpectra(count: 1200, stream: RandomStream(seed: 1)).examples(at: Array(range))
    }
    #expect(throws: Never.self) { try broken.examples(at: [0, 1]) }
    #expect(throws: Broken.self) { try broken.examples(at: [384]) }
  }

  @Test("Cancelling is heard while a block is waited for", .timeLimit(.minutes(1)))
  func cancelled() async {
    let slow = stream(tasks: 1) { range in
      Thread.sleep(forTimeInterval: 0.3)
      return ToySpectra(count: 1200, stream: RandomStream(seed: 1)).examples(at: Array(range))
    }
    let task = Task { try slow.examples(at: [0]) }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }
}
