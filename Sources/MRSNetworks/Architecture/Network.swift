/// A network as tensors, ready to be run: what ``NetworkArchitecture`` draws.
final class Network {
  /// What differs between training and use.
  enum Mode {
    /// The hidden layer drops units by this seed. Batch norm uses the batch's statistics, and the running ones move
    /// towards them; or it uses the running ones, and leaves them.
    case training(dropoutSeed: UInt64, batchStatistics: Bool, precision: ProductPrecision)
    case evaluation

    var precision: ProductPrecision {
      if case .training(_, _, let precision) = self { precision } else { .float32 }
    }
  }

  let architecture: NetworkArchitecture
  private let specifications: [WeightSpecification]
  /// All arrays, in the order of the specifications.
  let tensors: [Tensor]

  /// The weights are those of the architecture, in its order (``NetworkArchitecture/checkedWeights(_:source:)``).
  init(architecture: NetworkArchitecture, weights: [WeightArray]) throws(NetworkError) {
    self.architecture = architecture
    specifications = architecture.weightSpecifications
    guard weights.count == specifications.count else {
      throw .sizeMismatch(what: "weight arrays", expected: specifications.count, found: weights.count)
    }
    var tensors: [Tensor] = []
    for array in weights { tensors.append(try Tensor(array.values, shape: array.shape)) }
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
    let (bases, besides) = (architecture.bases, architecture.besides)
    func part(_ start: Int, _ length: Int) throws(NetworkError) -> Tensor? {
      guard let sideInputs, length > 0 else { return nil }
      return try sideInputs.slice(dimension: 1, start: start, length: length)
    }
    let base = try part(0, bases)
    var pass = Pass(weights: tensors, sideInputs: try part(bases, besides), mode: mode)
    var state = try inputs.channelsLast()
    for layer in architecture.layers { state = try pass.apply(layer, to: state) }
    let last = try state.linear(weight: pass.next(), offset: pass.next(), precision: mode.precision)
    return try architecture.loss.outputs(ofLastLayer: last, targets: architecture.targets, base: base)
  }

  /// The inputs of `count` examples as the tensors that ``outputs(inputs:sideInputs:mode:)`` takes.
  func tensors(inputs: [Float], sideInputs: [Float], count: Int) throws(NetworkError) -> (Tensor, Tensor?) {
    let shape = [count, architecture.inputChannels, 1, architecture.inputPoints]
    let side = architecture.sideInputs > 0 ? try Tensor(sideInputs, shape: [count, architecture.sideInputs]) : nil
    return (try Tensor(inputs, shape: shape), side)
  }
}

extension Network {
  /// One way through the layers, which take their arrays one after the other.
  private struct Pass {
    let weights: [Tensor]
    let sideInputs: Tensor?
    let mode: Mode
    private var taken = 0
    private var dropouts: UInt64 = 0

    init(weights: [Tensor], sideInputs: Tensor?, mode: Mode) {
      self.weights = weights
      self.sideInputs = sideInputs
      self.mode = mode
    }

    mutating func next() -> Tensor {
      taken += 1
      return weights[taken - 1]
    }

    mutating func apply(_ layer: NetworkLayer, to x: Tensor) throws(NetworkError) -> Tensor {
      switch layer {
      case .convolution(_, let kernel):
        return try x.convolved(with: next(), padding: kernel / 2, precision: mode.precision)
      case .maxPool(let width): return width > 1 ? try x.maxPooled(width: width) : x
      case .batchNorm:
        var batchStatistics = false
        if case .training(_, let own, _) = mode { batchStatistics = own }
        return try x.batchNormalized(
          gain: next(), offset: next(), runningMean: next(), runningVariance: next(), training: batchStatistics,
          momentum: 0.1, epsilon: Self.leastVariance)
      case .layerNorm: return try x.layerNormalized(gain: next(), offset: next(), epsilon: Self.leastVariance)
      case .relu: return try x.rectified()
      case .gelu: return try x.gaussianErrorLinear()
      case .silu: return try x.sigmoidLinear()
      case .dropout(let probability):
        guard case .training(let seed, _, _) = mode, probability > 0 else { return x }
        dropouts += 1
        return try x.droppedOut(probability: probability, seed: seed &+ dropouts - 1)
      case .flatten:
        let flat = try x.flattened()
        return try sideInputs.map { side throws(NetworkError) in
          try Tensor.concatenated([flat, side], dimension: 1)
        } ?? flat
      case .linear: return try x.linear(weight: next(), offset: next(), precision: mode.precision)
      case .residual(let layers):
        var inner = x
        for layer in layers { inner = try apply(layer, to: inner) }
        return try x.adding(inner)
      }
    }

    /// Added to variances that are divided by: the usual one of batch norm and layer norm.
    private static let leastVariance = 1e-5
  }
}
