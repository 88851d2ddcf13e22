import MRSCore
import MRSNetworks
import Testing

@Suite("TrainedNetwork")
struct TrainedNetworkTests {
  static func trained(steps: Int = 20, sideInputs: Int = 0) throws -> TrainedNetwork {
    let trainer = try Trainer(
      architecture: ToySpectra.architecture(), options: ToySpectra.options(steps: steps),
      stream: RandomStream(seed: 1))
    return try trainer.train(on: ToySpectra(count: 640, stream: RandomStream(seed: 2))).network
  }

  let spectra = ToySpectra(count: 100, stream: RandomStream(seed: 3)).examples(at: Array(0..<100)).inputs

  @Test("The prediction of an example does not depend on its company")
  func company() throws {
    let network = try Self.trained()
    let together = try network.predict(inputs: spectra, count: 100)
    let size = network.architecture.inputSize
    for index in [0, 31, 32, 57, 99] {
      let alone = try network.predict(inputs: Array(spectra[index * size..<(index + 1) * size]), count: 1)
      // Batch statistics would change outputs by their own size; the place within a chunk only by the order of sums.
      for (one, other) in zip(alone, together[index * 6..<index * 6 + 6]) {
        #expect(abs(one - other) <= 1e-5 * max(1, abs(other)))
      }
    }
  }

  @Test("Training moved the running statistics to those of the data")
  func runningStatistics() throws {
    let network = try Self.trained(steps: 60)
    let means = try #require(network.weights.first { $0.name == "layers.2.running_mean" })
    let variances = try #require(network.weights.first { $0.name == "layers.2.running_var" })
    #expect(means.values.allSatisfy { $0 != 0 })
    #expect(variances.values.allSatisfy { $0 != 1 && $0 > 0 })
  }

  @Test("Tasks that predict side by side get what one alone gets")
  func concurrency() async throws {
    let network = try Self.trained()
    let inputs = spectra
    let alone = try network.predict(inputs: inputs, count: 100)
    try await withThrowingTaskGroup(of: [Float].self) { group in
      for task in 0..<6 {
        group.addTask { try network.predict(inputs: inputs, count: 100, threads: 1 + task % 2) }
      }
      for try await result in group { #expect(result == alone) }
    }
  }

  @Test("Saliency is the derivative of an output")
  func saliency() throws {
    let network = try Self.trained()
    let size = network.architecture.inputSize
    let spectrum = Array(spectra[0..<size])
    let gradient = try network.saliency(ofOutput: 1, inputs: spectrum, count: 1)
    #expect(gradient.count == size)
    // Small enough that few ReLUs switch, large enough against float32.
    let step: Float = 1e-2
    let scale = try #require(gradient.map(abs).max())
    for index in stride(from: 0, to: size, by: 9) {
      var above = spectrum
      var below = spectrum
      above[index] += step
      below[index] -= step
      let difference = try network.predict(inputs: above, count: 1)[1] - network.predict(inputs: below, count: 1)[1]
      #expect(abs(difference / (2 * step) - gradient[index]) < 0.05 * scale, "input \(index)")
    }
  }

  @Test("Inputs that do not fit or are not finite are refused")
  func refusals() throws {
    let network = try Self.trained(steps: 1)
    #expect(throws: NetworkError.sizeMismatch(what: "inputs of 2 examples", expected: 256, found: 5)) {
      try network.predict(inputs: [1, 2, 3, 4, 5], count: 2)
    }
    var damaged = Array(spectra[0..<256])
    damaged[130] = .infinity
    #expect(throws: NetworkError.nonFiniteValue(what: "inputs of example 1", index: 130)) {
      try network.predict(inputs: damaged, count: 2)
    }
    #expect(throws: NetworkError.invalidOption(field: "threads", value: "0", expected: "1 to 1024")) {
      try network.predict(inputs: Array(spectra[0..<128]), count: 1, threads: 0)
    }
  }
}
