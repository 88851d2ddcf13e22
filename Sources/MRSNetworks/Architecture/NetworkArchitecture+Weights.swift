import MRSCore

/// One array that the architecture asks for: its name, its shape, how it begins and whether training changes it.
struct WeightSpecification: Hashable, Sendable {
  enum Start: Hashable, Sendable {
    case normal(deviation: Double)
    case constant(Float)
  }

  let name: String
  let shape: [Int]
  let start: Start
  /// False for the running statistics of batch norm.
  var isTrained = true

  var count: Int { shape.reduce(1, *) }
  /// Weight decay pulls kernels and matrices towards zero, and leaves gains and offsets alone.
  var decays: Bool { shape.count > 1 }
}

extension NetworkLayer {
  /// The arrays of the layer, in the order in which ``Network`` reads them.
  /// - Parameter name: the layer's place, as `layers.3`.
  func weights(after input: LayerShape, name: String) -> [WeightSpecification] {
    switch (self, input) {
    case (.convolution(let channels, let kernel), .map(let inputs, _)):
      return [
        .init(
          name: "\(name).weight", shape: [channels, inputs, 1, kernel],
          start: .normal(deviation: (2 / Double(inputs * kernel)).squareRoot()))
      ]
    case (.batchNorm, .map(let channels, _)):
      return [
        .init(name: "\(name).weight", shape: [channels], start: .constant(1)),
        .init(name: "\(name).bias", shape: [channels], start: .constant(0)),
        .init(name: "\(name).running_mean", shape: [channels], start: .constant(0), isTrained: false),
        .init(name: "\(name).running_var", shape: [channels], start: .constant(1), isTrained: false),
      ]
    case (.layerNorm, .vector(let width)):
      return [
        .init(name: "\(name).weight", shape: [width], start: .constant(1)),
        .init(name: "\(name).bias", shape: [width], start: .constant(0)),
      ]
    case (.linear(let width, let start), .vector(let inputs)):
      return [
        .init(
          name: "\(name).weight", shape: [width, inputs],
          start: start == .zero ? .constant(0) : .normal(deviation: (2 / Double(inputs)).squareRoot())),
        .init(name: "\(name).bias", shape: [width], start: .constant(0)),
      ]
    case (.residual(let layers), .vector):
      var shape = input
      var list: [WeightSpecification] = []
      for (index, layer) in layers.enumerated() {
        list += layer.weights(after: shape, name: "\(name).layers.\(index)")
        shape = (try? layer.shape(after: shape, sideInputs: 0, field: name)) ?? shape
      }
      return list
    default: return []
    }
  }
}

extension NetworkArchitecture {
  /// Every array of the network, in the order of the layers. The last matrix begins at zero, so that a new network says 0
  /// (for a Gaussian: mean 0, variance 1) to everything.
  var weightSpecifications: [WeightSpecification] {
    guard let shapes = try? shapes(), case .vector(let width)? = shapes.last else { return [] }
    return layers.enumerated().flatMap { $1.weights(after: shapes[$0], name: "layers.\($0)") } + [
      .init(name: "output.weight", shape: [outputs, width], start: .constant(0)),
      .init(name: "output.bias", shape: [outputs], start: .constant(0)),
    ]
  }

  /// Numbers that training adjusts.
  public var parameterCount: Int { weightSpecifications.filter(\.isTrained).map(\.count).reduce(0, +) }

  /// The weights of an untrained network. Each array draws from the child of its own name.
  func initialWeights(stream: RandomStream) -> [WeightArray] {
    weightSpecifications.map { specification in
      let values: [Float]
      switch specification.start {
      case .constant(let value):
        values = [Float](repeating: value, count: specification.count)
      case .normal(let deviation):
        var own = stream.child(specification.name)
        values = (0..<specification.count).map { _ in Float(own.normal(mean: 0, deviation: deviation)) }
      }
      return WeightArray(name: specification.name, shape: specification.shape, values: values)
    }
  }

  /// The arrays in the architecture's order, each with the shape it must have and finite values.
  ///
  /// - Parameter source: what errors name: the file that the weights are from.
  func checkedWeights(_ weights: [WeightArray], source: String) throws(NetworkError) -> [WeightArray] {
    var byName: [String: WeightArray] = [:]
    for array in weights { byName[array.name] = array }
    var ordered: [WeightArray] = []
    for specification in weightSpecifications {
      guard let array = byName.removeValue(forKey: specification.name) else {
        throw .missingWeight(path: source, name: specification.name)
      }
      guard array.shape == specification.shape, array.values.count == specification.count else {
        throw .weightShape(
          path: source, name: array.name, expected: specification.shape, found: array.shape)
      }
      if let index = array.values.firstIndex(where: { !$0.isFinite }) {
        throw .nonFiniteWeight(path: source, name: array.name, index: index)
      }
      ordered.append(array)
    }
    if let stranger = byName.keys.min() { throw .unexpectedWeight(path: source, name: stranger) }
    return ordered
  }
}
