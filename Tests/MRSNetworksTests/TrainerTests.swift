import Foundation
import MRSCore
import MRSNetworks
import TestSupport
import Testing

@Suite("Trainer")
struct TrainerTests {
  let stream = RandomStream(seed: 20)

  func train(
    steps: Int, stream: RandomStream, dropout: Double = 0.1, checkpoints: URL? = nil, stopAfter: Int? = nil,
    cancelAfter: Int? = nil, options change: (inout TrainingOptions) -> Void = { _ in }
  ) throws -> (network: TrainedNetwork, curve: TrainingCurve) {
    var options = ToySpectra.options(steps: steps)
    change(&options)
    let trainer = try Trainer(
      architecture: ToySpectra.architecture(dropout: dropout), options: options, stream: stream)
    // Few enough examples that steps reach into a second epoch, whose order must be resumed too.
    return try trainer.train(
      on: ExampleArray(first: 500, of: ToySpectra(count: 500, stream: RandomStream(seed: 1))),
      validation: ToySpectra(count: 70, stream: RandomStream(seed: 2)), checkpoints: checkpoints
    ) {
      if $0.step == stopAfter { throw CancellationError() }
      if $0.step == cancelAfter { unsafe withUnsafeCurrentTask { unsafe $0?.cancel() } }
    }
  }

  @Test("A small network learns amplitudes of overlapping lines from fresh examples", .timeLimit(.minutes(1)))
  func learns() throws {
    let steps = 800
    let trainer = try Trainer(
      architecture: ToySpectra.architecture(), options: ToySpectra.options(steps: steps), stream: stream)
    let source = ToySpectra(count: steps * 32, stream: RandomStream(seed: 1))
    let heldOut = try ExampleArray(first: 500, of: ToySpectra(count: 500, stream: RandomStream(seed: 2)))
    let (network, curve) = try trainer.train(on: source, validation: heldOut)

    let test = ToySpectra(count: 500, stream: RandomStream(seed: 3)).examples(at: Array(0..<500))
    let prediction = try network.gaussianPrediction(inputs: test.inputs, count: 500)
    let errors = zip(prediction.means, test.targets).map { ($0 - Double($1)) * ($0 - Double($1)) }
    let meanSquare = errors.reduce(0, +) / Double(errors.count)
    // The trivial predictor errs by 1; the noise alone by about 0.05²/(π·3/2)/2 ≈ 3e-4.
    #expect(meanSquare < 0.01)
    let standardized = zip(errors, prediction.deviations).map { $0 / ($1 * $1) }.reduce(0, +) / Double(errors.count)
    // 1 if the deviations are right; 0.44 when batch norm uses the batch's statistics to the end.
    #expect((0.6...1.5).contains(standardized))

    #expect(curve.points.map(\.step) == [200, 400, 600, 800])
    // That of the trivial predictor is ½ in these units.
    let last = try #require(curve.best?.validationLoss)
    #expect(last < -1)
  }

  @Test("The decays of AdamW's moments are those of the options, and below one")
  func decays() throws {
    let plain = try train(steps: 20, stream: stream).network.weightsHash()
    let same = try train(steps: 20, stream: stream) { ($0.firstMomentDecay, $0.secondMomentDecay) = (0.9, 0.999) }
    #expect(try same.network.weightsHash() == plain)
    #expect(try train(steps: 20, stream: stream) { $0.firstMomentDecay = 0.5 }.network.weightsHash() != plain)
    #expect(try train(steps: 20, stream: stream) { $0.secondMomentDecay = 0.9 }.network.weightsHash() != plain)
    #expect(throws: NetworkError.invalidOption(field: "firstMomentDecay", value: "1.0", expected: "0 to below 1")) {
      try train(steps: 20, stream: stream) { $0.firstMomentDecay = 1 }
    }
  }

  @Test("The same seed gives the same bytes, another seed others")
  func reproducible() throws {
    let first = try train(steps: 40, stream: stream)
    let second = try train(steps: 40, stream: stream)
    #expect(first.network == second.network)
    #expect(try first.network.weightsHash() == second.network.weightsHash())
    #expect(first.curve == second.curve)
    #expect(try train(steps: 40, stream: RandomStream(seed: 21)).network != first.network)
  }

  @Test("Two engine threads give the same bytes twice as well")
  func reproducibleOnTwoThreads() throws {
    let networks = try (0..<2).map { _ in try train(steps: 20, stream: stream) { $0.engineThreads = 2 }.network }
    #expect(networks[0] == networks[1])
  }

  @Test("An interrupted training that is resumed ends with the weights of one that was not")
  func resumes() throws {
    try withTemporaryFolder { folder in
      let whole = try train(steps: 40, stream: stream)
      let checkpoints = folder.appending(path: "checkpoints")
      // Step 27 is lost, as the last checkpoint is of step 20.
      #expect(throws: CancellationError.self) {
        try train(steps: 40, stream: stream, checkpoints: checkpoints, stopAfter: 27)
      }
      let resumed = try train(steps: 40, stream: stream, checkpoints: checkpoints) {
        $0.checkpointInterval = 7
      }
      #expect(resumed.network == whole.network)
      #expect(resumed.curve == whole.curve)

      // A training that is over is not repeated.
      let again = try train(steps: 40, stream: stream, checkpoints: checkpoints, stopAfter: 1)
      #expect(again.network == whole.network)
    }
  }

  @Test("A running mean of weights resumes to the same bytes, those of the last checkpoint too")
  func average() throws {
    try withTemporaryFolder { folder in
      let plain = try train(steps: 40, stream: stream)
      let (checkpoints, others) = (folder.appending(path: "checkpoints"), folder.appending(path: "others"))
      let whole = try train(steps: 40, stream: stream, checkpoints: others) { $0.averageDecay = 0.98 }
      #expect(whole.network != plain.network)
      #expect(throws: CancellationError.self) {
        try train(steps: 40, stream: stream, checkpoints: checkpoints, stopAfter: 27) { $0.averageDecay = 0.98 }
      }
      let resumed = try train(steps: 40, stream: stream, checkpoints: checkpoints) { $0.averageDecay = 0.98 }
      #expect(resumed.network == whole.network)
      #expect(resumed.curve == whole.curve)
      let last = try [checkpoints, others].map { try Data(contentsOf: $0.appending(path: "checkpoint.safetensors")) }
      #expect((last[0] == last[1]) as Bool)
    }
  }

  @Test("The running mean moves by 1 − d of the way, d being (1 + n)/(10 + n) at most")
  func averageFormula() throws {
    func weights(_ decay: Double?) throws -> [Float] {
      try train(steps: 1, stream: stream) { $0.averageDecay = decay }.network.weights.flatMap(\.values)
    }
    // After one step w̄ = w₀ + s·(w₁ − w₀): s is 0.9 with d = 0.1, and 1 − 2/11 with any larger d.
    let (after, little, most) = (try weights(nil), try weights(0.1), try weights(0.98))
    #expect(after != little)
    for ((w1, tenth), found) in zip(zip(after, little), most) {
      let w0 = (tenth - 0.9 * w1) / 0.1
      #expect(abs(found - (w0 + 9 / 11 * (w1 - w0))) < 1e-4 * max(1, abs(w1)))
    }
  }

  @Test("A training whose task is cancelled keeps the step it is at, says so, and goes on to the same weights")
  func cancelled() async throws {
    let whole = try train(steps: 40, stream: stream)
    let folder = try TemporaryFolder()
    // Step 20 ends in a validation, step 27 does not.
    for step in [20, 27] {
      let checkpoints = folder.url.appending(path: "checkpoints \(step)")
      let stopped = Task {
        try train(steps: 40, stream: stream, checkpoints: checkpoints, cancelAfter: step)
      }
      await #expect(throws: TrainingInterruption(step: step, of: 40, checkpoints: checkpoints.path)) {
        try await stopped.value
      }
      let resumed = try train(steps: 40, stream: stream, checkpoints: checkpoints)
      #expect(resumed.network == whole.network)
      #expect(resumed.curve == whole.curve)
    }
    let without = Task { try train(steps: 40, stream: stream, cancelAfter: 3) }
    let error = await #expect(throws: TrainingInterruption.self) { try await without.value }
    #expect("\(try #require(error))".contains("after 3 of 40 steps; nothing was left behind"))
  }

  @Test("A prediction whose task is cancelled ends")
  func cancelledPrediction() async throws {
    let network = try train(steps: 4, stream: stream).network
    let inputs = ToySpectra(count: 100, stream: stream).examples(at: Array(0..<100)).inputs
    let task = Task {
      unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
      return try network.predict(inputs: inputs, count: 100)
    }
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test("A checkpoint of another training is refused, naming the difference")
  func foreignCheckpoint() throws {
    try withTemporaryFolder { folder in
      _ = try train(steps: 4, stream: stream, checkpoints: folder)
      let path = folder.appending(path: "checkpoint.safetensors").path
      #expect(throws: NetworkError.foreignCheckpoint(path: path, field: "random stream")) {
        try train(steps: 4, stream: RandomStream(seed: 8), checkpoints: folder)
      }
      #expect(throws: NetworkError.foreignCheckpoint(path: path, field: "options")) {
        try train(steps: 5, stream: stream, checkpoints: folder)
      }
      #expect(throws: NetworkError.foreignCheckpoint(path: path, field: "architecture")) {
        try train(steps: 4, stream: stream, dropout: 0.3, checkpoints: folder)
      }
    }
  }

  @Test("The weights returned are those of the best validation, and patience ends the training")
  func best() throws {
    // So large a learning rate that the validation loss rises in between.
    let (network, curve) = try train(steps: 200, stream: stream) {
      $0.validationInterval = 5
      $0.learningRate = 0.1
      $0.patience = 3
    }
    let best = try #require(curve.best)
    let last = try #require(curve.points.last)
    #expect(last.step == best.step + 3 * 5)
    let validation = ToySpectra(count: 70, stream: RandomStream(seed: 2)).examples(at: Array(0..<70))
    let prediction = try network.gaussianPrediction(inputs: validation.inputs, count: 70)
    let loss =
      prediction.means.indices.map { index in
        let z = (Double(validation.targets[index]) - prediction.means[index]) / prediction.deviations[index]
        return Double.log(prediction.deviations[index]) + 0.5 * z * z
      }.reduce(0, +) / Double(prediction.means.count)
    // Float32 sums of some hundred terms.
    #expect(abs(loss - (best.validationLoss ?? .infinity)) < 1e-4 * max(1, abs(loss)))
  }

  @Test("A loss that is not finite ends the training with the step, and with the example when that is the cause")
  func nonFinite() throws {
    let trainer = try Trainer(
      architecture: ToySpectra.architecture(), options: ToySpectra.options(steps: 20), stream: stream)
    #expect(throws: NetworkError.nonFiniteExample(example: 7, what: "inputs", step: 1)) {
      try trainer.train(on: Damaged(example: 7, value: .nan))
    }
    let error = #expect(throws: NetworkError.self) { try trainer.train(on: Damaged(example: 7, value: 1e30)) }
    guard case .nonFiniteLoss(let step, let value) = error else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
    #expect(step == 1)
    #expect(!value.isFinite)
  }

  /// 32 toy spectra, one of which has a wrong first input or target.
  struct Damaged: ExampleSource {
    let example: Int
    let value: Float
    let whole = ToySpectra(count: 32, stream: RandomStream(seed: 1))
    var count: Int { whole.count }
    var inputSize: Int { whole.inputSize }
    var sideInputSize: Int { 0 }
    var targetSize: Int { whole.targetSize }

    func examples(at indices: [Int]) -> ExampleBatch {
      var batch = whole.examples(at: indices)
      for (row, index) in indices.enumerated() where index == example {
        if value.isFinite { batch.targets[row * targetSize] = value } else { batch.inputs[row * inputSize] = value }
      }
      return batch
    }
  }

  @Test("Sources of the wrong size and impossible options are refused")
  func refusals() throws {
    let trainer = try Trainer(
      architecture: ToySpectra.architecture(sideInputs: 2), options: ToySpectra.options(steps: 5), stream: stream)
    #expect(
      throws: NetworkError.sizeMismatch(what: "side input numbers of a training example", expected: 2, found: 0)
    ) {
      try trainer.train(on: ToySpectra(count: 64, stream: stream))
    }
    #expect(throws: NetworkError.sizeMismatch(what: "training examples (at least)", expected: 32, found: 8)) {
      try trainer.train(on: ToySpectra(count: 8, stream: stream))
    }
    var options = ToySpectra.options(steps: 5)
    options.warmUpSteps = 6
    let error = #expect(throws: NetworkError.self) {
      try Trainer(architecture: ToySpectra.architecture(), options: options, stream: stream)
    }
    #expect("\(try #require(error))" == "training options: 'warmUpSteps' is 6; expected 0 to 5, the number of steps")
  }

  @Test("Every epoch takes each example once, in an order of its own, which does not depend on where one starts")
  func order() {
    var order = ExampleOrder(count: 10, stream: stream)
    let batches = (1...5).map { order.indices(ofStep: $0, batchSize: 4) }
    let epochs = [Array(batches.joined().prefix(10)), Array(batches.joined().suffix(10))]
    for epoch in epochs { #expect(epoch.sorted() == Array(0..<10)) }
    #expect(epochs[0] != epochs[1])
    var resumed = ExampleOrder(count: 10, stream: stream)
    #expect(resumed.indices(ofStep: 4, batchSize: 4) == batches[3])
    var plain = ExampleOrder(count: 10, stream: nil)
    #expect(plain.indices(ofStep: 3, batchSize: 4) == [8, 9, 0, 1])
  }

  @Test("The learning rate rises linearly, then falls along a cosine")
  func schedule() {
    let options = TrainingOptions(
      steps: 110, learningRate: 1, warmUpSteps: 10, finalLearningRateFraction: 0.1)
    #expect(options.learningRate(atStep: 1) == 0.1)
    #expect(options.learningRate(atStep: 10) == 1)
    #expect(abs(options.learningRate(atStep: 60) - 0.55) < 1e-12)
    #expect(abs(options.learningRate(atStep: 110) - 0.1) < 1e-12)
  }
}
