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

extension NetworkArchitecture {
  /// Every array of the network, in the order of the layers.
  ///
  /// Kernels and matrices in front of an activation begin normal with variance 2/fan-in (He et al. 2015,
  /// doi:10.1109/ICCV.2015.123); the last matrix a tenth of 1/√fan-in, so that a new network says about 0 (for a
  /// Gaussian: mean 0, variance 1) to everything.
  var weightSpecifications: [WeightSpecification] {
    var list: [WeightSpecification] = []
    var channels = inputChannels
    for (index, block) in blocks.enumerated() {
      let he = (2 / Double(channels * block.kernel)).squareRoot()
      let name = "blocks.\(index)"
      list.append(
        .init(
          name: "\(name).convolution.weight", shape: [block.channels, channels, 1, block.kernel],
          start: .normal(deviation: he)))
      list.append(.init(name: "\(name).norm.weight", shape: [block.channels], start: .constant(1)))
      list.append(.init(name: "\(name).norm.bias", shape: [block.channels], start: .constant(0)))
      list.append(
        .init(name: "\(name).norm.running_mean", shape: [block.channels], start: .constant(0), isTrained: false))
      list.append(
        .init(name: "\(name).norm.running_var", shape: [block.channels], start: .constant(1), isTrained: false))
      channels = block.channels
    }
    list.append(
      .init(
        name: "hidden.weight", shape: [headWidth, features],
        start: .normal(deviation: (2 / Double(features)).squareRoot())))
    list.append(.init(name: "hidden.bias", shape: [headWidth], start: .constant(0)))
    list.append(
      .init(
        name: "output.weight", shape: [outputs, headWidth],
        start: .normal(deviation: 0.1 / Double(headWidth).squareRoot())))
    list.append(.init(name: "output.bias", shape: [outputs], start: .constant(0)))
    return list
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
