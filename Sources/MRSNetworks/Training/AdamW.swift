import CTorch

/// Adam with decoupled weight decay over a network's parameters; the formula is at `ct_adamw_step`.
final class AdamW {
  private let parameters: [Tensor]
  private let names: [String]
  private let weightDecays: [Double]
  private let first, second: [Tensor]
  private let gradientNormLimit: Double?
  private let decays: (first: Double, second: Double)

  /// ε: keeps the step finite where a gradient has always been zero; that of Kingma & Ba 2014 (arXiv:1412.6980).
  private static let leastDeviation = 1e-8

  /// - Parameter moments: those of ``moments()``, to go on from a checkpoint.
  init(network: Network, options: TrainingOptions, moments: [WeightArray]? = nil) throws(NetworkError) {
    let list = network.parameters
    parameters = list.map(\.tensor)
    names = list.map(\.specification.name)
    weightDecays = list.map { $0.specification.decays ? options.weightDecay : 0 }
    gradientNormLimit = options.gradientNormLimit
    decays = (options.firstMomentDecay, options.secondMomentDecay)
    var first: [Tensor] = []
    var second: [Tensor] = []
    for (index, parameter) in list.enumerated() {
      let shape = parameter.specification.shape
      if let moments {
        first.append(try Tensor(moments[2 * index].values, shape: shape))
        second.append(try Tensor(moments[2 * index + 1].values, shape: shape))
      } else {
        first.append(try .filled(0, shape: shape))
        second.append(try .filled(0, shape: shape))
      }
      try parameter.tensor.requireGradient()
    }
    self.first = first
    self.second = second
  }

  /// Adjusts the parameters by their gradients and clears these.
  ///
  /// - Parameter step: counted from 1.
  func update(step: Int, learningRate: Double) throws(NetworkError) {
    var factor = 1.0
    if let limit = gradientNormLimit {
      var norm = 0.0
      try unsafe Tensor.perform("gradient norm", parameters) { handles in
        unsafe handles.withUnsafeBufferPointer {
          unsafe ct_gradient_norm($0.baseAddress, Int32($0.count), &norm)
        }
      }
      if norm > limit { factor = limit / norm }
    }
    let options = ct_adamw(
      step: Int64(step), learning_rate: learningRate, first_decay: decays.first, second_decay: decays.second,
      epsilon: Self.leastDeviation, gradient_factor: factor)
    let count = parameters.count
    try unsafe Tensor.perform("AdamW step", parameters + first + second) { handles in
      unsafe handles.withUnsafeBufferPointer { all in
        guard let start = all.baseAddress else { return 0 }
        return unsafe weightDecays.withUnsafeBufferPointer { decays in
          unsafe ct_adamw_step(
            start, start + count, start + 2 * count, decays.baseAddress, Int32(count), options)
        }
      }
    }
  }

  /// The shapes and names of the arrays that ``moments()`` returns for an architecture.
  static func momentShapes(of architecture: NetworkArchitecture) -> [(name: String, shape: [Int])] {
    architecture.weightSpecifications.filter(\.isTrained).flatMap {
      [("first.\($0.name)", $0.shape), ("second.\($0.name)", $0.shape)]
    }
  }

  /// First and second moment of each parameter, in turn.
  func moments() throws(NetworkError) -> [WeightArray] {
    var arrays: [WeightArray] = []
    for index in names.indices {
      arrays.append(
        WeightArray(name: "first.\(names[index])", shape: first[index].shape, values: try first[index].values()))
      arrays.append(
        WeightArray(name: "second.\(names[index])", shape: second[index].shape, values: try second[index].values()))
    }
    return arrays
  }
}
