/// The layers of a network in an ONNX graph, in 32 bits, as ``Network`` runs them.
struct LayerStage {
  let network: TrainedNetwork
  private var architecture: NetworkArchitecture { network.architecture }
  /// Added to variances that are divided by.
  private static let leastVariance: Float = 1e-5

  /// The outputs as ``LossFunction`` describes them, (rows, outputs).
  func outputs(inputs: ONNXValue, sideInputs: ONNXValue?) -> ONNXValue {
    let graph = inputs.graph
    graph.stage = "network"
    let (bases, all) = (architecture.bases, architecture.sideInputs)
    let besides = architecture.besides > 0 ? sideInputs.map { $0.slice(bases..<all, axis: 1) } : nil
    var pass = Pass(weights: network.weights, sideInputs: besides, graph: graph)
    var state = inputs.reshaped([-1, architecture.inputChannels, architecture.inputPoints])
    for layer in architecture.layers { state = pass.apply(layer, to: state) }
    let last = pass.linear(state)
    return told(last, base: bases > 0 ? sideInputs.map { $0.slice(0..<bases, axis: 1) } : nil)
  }

  /// One way through the layers, which take their arrays one after the other.
  private struct Pass {
    let weights: [WeightArray]
    let sideInputs: ONNXValue?
    let graph: ONNXGraph
    private var taken = 0

    init(weights: [WeightArray], sideInputs: ONNXValue?, graph: ONNXGraph) {
      self.weights = weights
      self.sideInputs = sideInputs
      self.graph = graph
    }

    /// - Parameter shape: how the graph wants it, where not as it is kept.
    private mutating func next(shape: (([Int]) -> [Int])? = nil) -> ONNXValue {
      let array = weights[taken]
      taken += 1
      return graph.constant(
        FloatArray(shape: shape?(array.shape) ?? array.shape, values: array.values), as: .float)
    }

    mutating func linear(_ x: ONNXValue) -> ONNXValue {
      graph.apply("Gemm", [x, next(), next()], giving: .float, ("transB", .integer(1)))
    }

    mutating func apply(_ layer: NetworkLayer, to x: ONNXValue) -> ONNXValue {
      switch layer {
      case .convolution(_, let kernel):
        return graph.apply(
          "Conv", [x, next { [$0[0], $0[1], kernel] }], giving: .float, ("kernel_shape", .integers([kernel])),
          ("pads", .integers([kernel / 2, kernel / 2])))
      case .maxPool(let width):
        return graph.apply(
          "MaxPool", [x], giving: .float, ("kernel_shape", .integers([width])), ("strides", .integers([width])))
      case .batchNorm:
        return graph.apply(
          "BatchNormalization", [x, next(), next(), next(), next()], giving: .float,
          ("epsilon", .real(LayerStage.leastVariance)))
      case .layerNorm:
        return graph.apply(
          "LayerNormalization", [x, next(), next()], giving: .float, ("epsilon", .real(LayerStage.leastVariance)))
      case .relu: return x.changed("Relu")
      case .gelu: return x * 0.5 * ((x * 0.5.squareRoot()).changed("Erf") + 1)
      case .silu: return x * x.sigmoid
      case .dropout: return x
      case .flatten:
        let flat = x.changed("Flatten")
        return sideInputs.map { .concatenated([flat, $0], axis: 1) } ?? flat
      case .linear: return linear(x)
      case .residual(let layers):
        var inner = x
        for layer in layers { inner = apply(layer, to: inner) }
        return x + inner
      }
    }
  }

  /// As ``LossFunction/outputs(ofLastLayer:targets:base:)``.
  private func told(_ layer: ONNXValue, base: ONNXValue?) -> ONNXValue {
    guard architecture.loss.isGaussian else { return layer }
    let targets = architecture.targets
    let (centre, reach) = (LossFunction.logVarianceCentre, LossFunction.logVarianceReach)
    var mean = layer.slice(0..<targets, axis: 1)
    var logVariance =
      (layer.slice(targets..<2 * targets, axis: 1) * (1 / reach) + -centre / reach).hyperbolicTangent * reach + centre
    var lower = architecture.outputs > 2 * targets ? layer.slice(2 * targets..<architecture.outputs, axis: 1) : nil
    if let base {
      let logUnit = base.slice(targets..<2 * targets, axis: 1)
      mean = mean * logUnit.exponential + base.slice(0..<targets, axis: 1)
      logVariance = logVariance + logUnit * 2
      let places = (0..<targets).flatMap { i in (0..<i).map { (row: i, column: $0) } }
      lower = lower.map {
        $0
          * (logUnit.gathered(places.map(\.column), axis: 1) - logUnit.gathered(places.map(\.row), axis: 1)).exponential
      }
    }
    return .concatenated([mean, logVariance] + (lower.map { [$0] } ?? []), axis: 1)
  }
}
