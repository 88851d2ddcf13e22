import Foundation
import MRSCore
import MRSNetworks
import Testing

/// libtorch and Hepatica's linear algebra share one OpenBLAS in one process.
@Suite("Networks beside linear algebra")
struct IsolationTests {
  @Test("A training ends with the same bytes whether or not other threads do linear algebra meanwhile")
  func undisturbed() async throws {
    @Sendable func train() throws -> String {
      var options = ToySpectra.options(steps: 60)
      options.engineThreads = 2
      let trainer = try Trainer(
        architecture: ToySpectra.architecture(), options: options, stream: RandomStream(seed: 5))
      return try trainer.train(on: ToySpectra(count: 1920, stream: RandomStream(seed: 1))).network.weightsHash()
    }
    let alone = try train()
    let disturber = Task.detached {
      var products = 0
      while !Task.isCancelled {
        products += try await (0..<64).concurrentMap(tasks: 2) { Product.ofSize(40 + $0).rows }.count
      }
      return products
    }
    let disturbed = try train()
    disturber.cancel()
    _ = try? await disturber.value
    #expect(disturbed == alone)
  }

  @Test("Linear algebra that makes a batch does not change how many threads the training takes")
  func ownThreads() throws {
    var options = ToySpectra.options(steps: 40)
    options.engineThreads = 2
    let trainer = try Trainer(architecture: ToySpectra.architecture(), options: options, stream: RandomStream(seed: 5))
    let examples = ToySpectra(count: 1280, stream: RandomStream(seed: 1))
    let plain = try trainer.train(on: examples).network.weightsHash()
    let withAlgebra = try trainer.train(on: SourceWithAlgebra(examples: examples)).network.weightsHash()
    #expect(withAlgebra == plain)
  }
}

private enum Product {
  static func ofSize(_ size: Int) -> Matrix {
    let matrix = Matrix(rows: size, columns: size, elements: (0..<size * size).map { Double($0 % 7) })
    return matrix * matrix
  }
}

/// Examples that cost a matrix product, as fitted or simulated ones do.
private struct SourceWithAlgebra: ExampleSource {
  let examples: ToySpectra

  var count: Int { examples.count }
  var inputSize: Int { examples.inputSize }
  var sideInputSize: Int { examples.sideInputSize }
  var targetSize: Int { examples.targetSize }

  func examples(at indices: [Int]) throws -> ExampleBatch {
    _ = Product.ofSize(60)
    return examples.examples(at: indices)
  }
}
