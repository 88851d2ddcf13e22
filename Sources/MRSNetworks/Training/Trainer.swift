import Foundation
import MRSCore

/// Trains a network: one loop of forward, backward, step.
///
/// Everything drawn at random is a function of the stream and of where it is used (initial weights by name, order of
/// the examples by epoch, dropped units by step). Equal architecture, options, stream and examples therefore give
/// byte-identical weights on one machine, interrupted or not.
public struct Trainer: Sendable {
  public let architecture: NetworkArchitecture
  public let options: TrainingOptions
  public let stream: RandomStream

  /// - Throws: ``NetworkError/invalidOption(field:value:expected:)``
  public init(architecture: NetworkArchitecture, options: TrainingOptions, stream: RandomStream) throws(NetworkError) {
    try options.validate()
    self.architecture = architecture
    self.options = options
    self.stream = stream
  }

  /// Trains and returns the weights of the best validation loss, or the last ones when there is no validation.
  ///
  /// - Parameters:
  ///   - checkpoints: a folder that is kept up to date with the state of the training. When it holds one already, the
  ///     training goes on from there.
  ///   - progress: called after every step. What it throws ends the training, which can then be resumed from its last
  ///     checkpoint.
  ///
  /// Cancelling the surrounding task is heard between two steps, two batches of a validation, and making examples and
  /// computing with them: no call of the engine in between takes longer than one batch. The state is then written first.
  /// - Throws: ``NetworkError``, what the sources throw, what `progress` throws; ``TrainingInterruption`` where the task
  ///   was cancelled.
  public func train(
    on examples: some ExampleSource, validation: (any ExampleSource)? = nil, checkpoints: URL? = nil,
    progress: (TrainingProgress) throws -> Void = { _ in }
  ) throws -> (network: TrainedNetwork, curve: TrainingCurve) {
    try check(examples, name: "training", minimum: options.batchSize)
    if let validation { try check(validation, name: "validation", minimum: 1) }

    let file = checkpoints.map { TrainingCheckpoint.File(folder: $0) }
    let run = TrainingCheckpoint.Run(
      architecture: architecture, options: options, streamKey: stream.key, examples: examples.count,
      validationExamples: validation?.count ?? 0)
    var state =
      try file?.read(for: run)
      ?? TrainingCheckpoint(
        run: run, weights: architecture.initialWeights(stream: stream.child("weights")), moments: nil)
    try NetworkEngine.prepare(threads: options.engineThreads)
    let network = try Network(architecture: architecture, weights: state.weights)
    let optimizer = try AdamW(network: network, options: options, moments: state.moments)
    var average: WeightAverage?
    if let decay = options.averageDecay {
      average = try WeightAverage(
        architecture: architecture, weights: state.average ?? state.weights, decay: decay)
    }
    let precision = options.precision.available
    var order = ExampleOrder(count: examples.count, stream: options.shuffles ? stream.child("order") : nil)

    if let checkpoints { UnfinishedWork.begin(checkpoints.path, .saving) }
    defer { if let checkpoints { UnfinishedWork.begin(checkpoints.path, .resumable) } }
    do {
      // That of the step at which a training was interrupted.
      _ = try validate(&state, network, average, on: validation)
      while let step = state.nextStep(of: options) {
        let indices = order.indices(ofStep: step, batchSize: options.batchSize)
        let batch = try examples.examples(at: indices)
        let learningRate = options.learningRate(atStep: step)

        try Task.checkCancellation()
        let (inputs, sideInputs, targets) = try tensors(batch, count: options.batchSize, of: network)
        var dropout = stream.child("dropout").child(step)
        let outputs = try network.outputs(
          inputs: inputs, sideInputs: sideInputs,
          mode: .training(
            dropoutSeed: dropout.next(), batchStatistics: options.usesBatchStatistics(atStep: step),
            precision: precision))
        let loss = try architecture.loss.trainingLoss(outputs: outputs, targets: targets)
        let value = try loss.scalar()
        guard value.isFinite else {
          throw cause(ofLoss: value, step: step, batch: batch, indices: indices)
        }
        try loss.backward()
        try optimizer.update(step: step, learningRate: learningRate)
        try average?.update(from: network, step: step)

        state.step = step
        state.pendingLosses.append(value)
        let validationLoss = try validate(&state, network, average, on: validation)
        let isLast = step == options.steps || state.isOutOfPatience
        if let file, isLast || step % options.checkpointInterval == 0 {
          try file.write(&state, network, optimizer, average)
        }
        try progress(.init(step: step, of: options.steps, loss: value, validationLoss: validationLoss))
      }
    } catch is CancellationError where Task.isCancelled {
      try file?.write(&state, network, optimizer, average)
      throw TrainingInterruption(step: state.step, of: options.steps, checkpoints: checkpoints?.path)
    }
    let weights = try state.best ?? average?.weights() ?? network.weights()
    return (try TrainedNetwork(architecture: architecture, weights: weights), state.header.curve)
  }

  /// Adds the point of the curve that is due after the state's step, with the validation loss; `nil` where none is due.
  private func validate(
    _ state: inout TrainingCheckpoint, _ network: Network, _ average: WeightAverage?,
    on validation: (any ExampleSource)?
  ) throws -> Double? {
    guard state.owesPoint else { return nil }
    let judged = try average.map { try Network(architecture: architecture, weights: $0.weights()) } ?? network
    let loss = try validation.map { try validationLoss(of: judged, on: $0) }
    try state.record(
      validationLoss: loss, learningRate: options.learningRate(atStep: state.step), weights: judged.weights())
    return loss
  }

  /// The mean loss over all examples of a source, in evaluation mode.
  private func validationLoss(of network: Network, on source: any ExampleSource) throws -> Double {
    try NetworkEngine.withoutGradients {
      var sum = 0.0
      for start in stride(from: 0, to: source.count, by: options.batchSize) {
        let indices = Array(start..<min(start + options.batchSize, source.count))
        try Task.checkCancellation()
        let batch = try source.examples(at: indices)
        let (inputs, sideInputs, targets) = try tensors(batch, count: indices.count, of: network)
        let outputs = try network.outputs(inputs: inputs, sideInputs: sideInputs, mode: .evaluation)
        let loss = try architecture.loss.validationLoss(outputs: outputs, targets: targets).scalar()
        sum += loss * Double(indices.count)
      }
      return sum / Double(source.count)
    }
  }

  /// What a step begins with, also for the engine: making the examples may have set the threads of this thread.
  private func tensors(
    _ batch: ExampleBatch, count: Int, of network: Network
  ) throws(NetworkError) -> (inputs: Tensor, sideInputs: Tensor?, targets: Tensor) {
    try NetworkEngine.prepare(threads: options.engineThreads)
    let (inputs, sideInputs) = try network.tensors(inputs: batch.inputs, sideInputs: batch.sideInputs, count: count)
    return (inputs, sideInputs, try Tensor(batch.targets, shape: [count, architecture.targets]))
  }

  private func check(_ source: some ExampleSource, name: String, minimum: Int) throws(NetworkError) {
    guard source.count >= minimum else {
      throw .sizeMismatch(what: "\(name) examples (at least)", expected: minimum, found: source.count)
    }
    for (what, expected, found) in [
      ("input", architecture.inputSize, source.inputSize),
      ("side input", architecture.sideInputs, source.sideInputSize),
      ("target", architecture.targets, source.targetSize),
    ] where expected != found {
      throw .sizeMismatch(what: "\(what) numbers of a \(name) example", expected: expected, found: found)
    }
  }

  /// Why the loss of a step is not finite: a bad example, or divergence.
  private func cause(ofLoss value: Double, step: Int, batch: ExampleBatch, indices: [Int]) -> NetworkError {
    for (what, values) in [
      ("inputs", batch.inputs), ("side inputs", batch.sideInputs), ("targets", batch.targets),
    ] {
      if let place = values.firstIndex(where: { !$0.isFinite }) {
        return .nonFiniteExample(
          example: indices[place * options.batchSize / values.count], what: what, step: step)
      }
    }
    return .nonFiniteLoss(step: step, value: value)
  }
}
