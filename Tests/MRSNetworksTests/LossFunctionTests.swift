import MRSCore
import MRSNetworks
import Numerics
import Testing

@Suite("LossFunction")
struct LossFunctionTests {
  /// One number x in two regions, −1.5 to −0.5 and 0.5 to 1.5, and y = x + noise whose standard deviation is 0.2 in the
  /// first and 0.8 in the second.
  struct TwoNoises: ExampleSource {
    let count: Int
    let stream: RandomStream
    var inputSize: Int { 1 }
    var sideInputSize: Int { 0 }
    var targetSize: Int { 1 }

    func examples(at indices: [Int]) -> ExampleBatch {
      var batch = ExampleBatch(inputs: [], targets: [])
      for index in indices {
        var own = stream.child(index)
        let x = own.uniform(in: 0.5...1.5) * (own.uniform() < 0.5 ? -1 : 1)
        batch.inputs.append(Float(x))
        batch.targets.append(Float(own.normal(mean: x, deviation: x < 0 ? 0.2 : 0.8)))
      }
      return batch
    }
  }

  @Test("A Gaussian loss recovers the noise of each region, with and without β", arguments: [0, 0.5])
  func heteroscedastic(beta: Double) throws {
    let architecture = try NetworkArchitecture(
      inputChannels: 1, inputPoints: 1, layers: [.flatten, .linear(width: 32, start: .normal), .relu], targets: 1,
      loss: .gaussianNegativeLogLikelihood(beta: beta))
    let steps = 2000
    let trainer = try Trainer(
      architecture: architecture,
      options: TrainingOptions(
        steps: steps, batchSize: 64, learningRate: 1e-2, validationInterval: steps, shuffles: false, engineThreads: 1),
      stream: RandomStream(seed: 4))
    let (network, _) = try trainer.train(on: TwoNoises(count: steps * 64, stream: RandomStream(seed: 5)))
    let places: [Float] = [-1.2, -0.9, -0.6, 0.6, 0.9, 1.2]
    let prediction = try network.gaussianPrediction(inputs: places, count: places.count)
    for (index, place) in places.enumerated() {
      // 20,000 examples lie about each place: sampling alone would allow 1 % of the deviation; the network's last
      // hundred steps, of 6,400 examples and small learning rate, still move it.
      let deviation = place < 0 ? 0.2 : 0.8
      #expect(abs(prediction.deviations[index] / deviation - 1) < 0.15, "deviation at \(place)")
      #expect(abs(prediction.means[index] - Double(place)) < 0.1 * deviation, "mean at \(place)")
    }
  }

  @Test("Binary cross entropy recovers the probability of a label")
  func probability() throws {
    /// The label is 1 with probability 0.9 for a positive input, 0.2 otherwise.
    struct Labels: ExampleSource {
      let count = 64_000
      let inputSize = 1
      let sideInputSize = 1
      let targetSize = 1
      func examples(at indices: [Int]) -> ExampleBatch {
        var batch = ExampleBatch(inputs: [], sideInputs: [], targets: [])
        for index in indices {
          var own = RandomStream(seed: 6).child(index)
          let side = own.uniform() < 0.5 ? 1.0 : -1.0
          // Only the side input tells.
          batch.inputs.append(Float(own.normal()))
          batch.sideInputs.append(Float(side))
          batch.targets.append(own.uniform() < (side > 0 ? 0.9 : 0.2) ? 1 : 0)
        }
        return batch
      }
    }
    let architecture = try NetworkArchitecture(
      inputChannels: 1, inputPoints: 1, sideInputs: 1,
      layers: [.flatten, .linear(width: 8, start: .normal), .relu], targets: 1, loss: .binaryCrossEntropy)
    let trainer = try Trainer(
      architecture: architecture,
      options: TrainingOptions(
        steps: 1000, batchSize: 64, learningRate: 1e-2, validationInterval: 1000, shuffles: false, engineThreads: 1),
      stream: RandomStream(seed: 4))
    let (network, _) = try trainer.train(on: Labels())
    let logits = try network.predict(inputs: [0, 0], sideInputs: [1, -1], count: 2)
    let probabilities = logits.map { 1 / (1 + Double.exp(-Double($0))) }
    // 32,000 labels each: sampling allows 0.002; the last batches, of 32 each, some times that.
    #expect(abs(probabilities[0] - 0.9) < 0.03)
    #expect(abs(probabilities[1] - 0.2) < 0.03)
    #expect(throws: NetworkError.wrongOutputs(asked: "means and variances", loss: .binaryCrossEntropy)) {
      try network.gaussianPrediction(inputs: [0], sideInputs: [0], count: 1)
    }
  }
}
