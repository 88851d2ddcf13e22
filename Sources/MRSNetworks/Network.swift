/// A network as tensors, ready to be run: what ``NetworkArchitecture`` draws.
final class Network {
  /// What differs between training and use.
  enum Mode {
    /// The hidden layer drops units by this seed. Batch norm uses the batch's statistics, and the running ones move
    /// towards them; or it uses the running ones, and leaves them.
    case training(dropoutSeed: UInt64, batchStatistics: Bool)
    case evaluation
  }

  private struct Block {
    let kernel, gain, offset, runningMean, runningVariance: Tensor
    let padding, pooling: Int
  }

  let architecture: NetworkArchitecture
  private let specifications: [WeightSpecification]
  private let tensors: [Tensor]
  private let blocks: [Block]
  private let hiddenWeight, hiddenBias, outputWeight, outputBias: Tensor

  /// The weights are those of the architecture, in its order (``NetworkArchitecture/checkedWeights(_:source:)``).
  init(architecture: NetworkArchitecture, weights: [WeightArray]) throws(NetworkError) {
    self.architecture = architecture
    specifications = architecture.weightSpecifications
    guard weights.count == specifications.count else {
      throw .sizeMismatch(what: "weight arrays", expected: specifications.count, found: weights.count)
    }
    var tensors: [Tensor] = []
    for array in weights { tensors.append(try Tensor(array.values, shape: array.shape)) }
    blocks = architecture.blocks.enumerated().map { index, block in
      Block(
        kernel: tensors[5 * index], gain: tensors[5 * index + 1], offset: tensors[5 * index + 2],
        runningMean: tensors[5 * index + 3], runningVariance: tensors[5 * index + 4],
        padding: block.kernel / 2, pooling: block.pooling)
    }
    let head = tensors.suffix(4).map { $0 }
    (hiddenWeight, hiddenBias, outputWeight, outputBias) = (head[0], head[1], head[2], head[3])
    self.tensors = tensors
  }

  /// The tensors that training adjusts, with their specifications.
  var parameters: [(specification: WeightSpecification, tensor: Tensor)] {
    zip(specifications, tensors).filter(\.0.isTrained).map { ($0.0, $0.1) }
  }

  /// A copy of all weights as they are now.
  func weights() throws(NetworkError) -> [WeightArray] {
    var arrays: [WeightArray] = []
    for (specification, tensor) in zip(specifications, tensors) {
      arrays.append(
        WeightArray(name: specification.name, shape: specification.shape, values: try tensor.values()))
    }
    return arrays
  }

  /// The outputs N×O of inputs N×C×1×L and side inputs N×S.
  func outputs(inputs: Tensor, sideInputs: Tensor?, mode: Mode) throws(NetworkError) -> Tensor {
    var batchStatistics = false
    if case .training(_, let own) = mode { batchStatistics = own }

    var map = try inputs.channelsLast()
    for block in blocks {
      map = try map.convolved(with: block.kernel, padding: block.padding)
      if block.pooling > 1 { map = try map.maxPooled(width: block.pooling) }
      map = try map.batchNormalized(
        gain: block.gain, offset: block.offset, runningMean: block.runningMean,
        runningVariance: block.runningVariance, training: batchStatistics, momentum: 0.1, epsilon: 1e-5)
      map = try activated(map)
    }
    var features = try map.flattened()
    if let sideInputs { features = try Tensor.concatenated([features, sideInputs], dimension: 1) }
    var hidden = try activated(features.linear(weight: hiddenWeight, offset: hiddenBias))
    if case .training(let seed, _) = mode, architecture.dropout > 0 {
      hidden = try hidden.droppedOut(probability: architecture.dropout, seed: seed)
    }
    let last = try hidden.linear(weight: outputWeight, offset: outputBias)
    return try architecture.loss.outputs(ofLastLayer: last, targets: architecture.targets)
  }

  /// The inputs of `count` examples as the tensors that ``outputs(inputs:sideInputs:mode:)`` takes.
  func tensors(inputs: [Float], sideInputs: [Float], count: Int) throws(NetworkError) -> (Tensor, Tensor?) {
    let shape = [count, architecture.inputChannels, 1, architecture.inputPoints]
    let side = architecture.sideInputs > 0 ? try Tensor(sideInputs, shape: [count, architecture.sideInputs]) : nil
    return (try Tensor(inputs, shape: shape), side)
  }

  private func activated(_ x: Tensor) throws(NetworkError) -> Tensor {
    switch architecture.activation {
    case .relu: try x.rectified()
    case .gelu: try x.gaussianErrorLinear()
    }
  }
}
