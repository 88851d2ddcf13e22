import MRSCore
import MRSNetworks
import Testing

@Suite("Gradients")
struct GradientTests {
  /// One operation with the shapes of its operands.
  struct Case: CustomStringConvertible, Sendable {
    let description: String
    let shapes: [[Int]]
    var positive = false
    let apply: @Sendable ([Tensor]) throws -> Tensor
  }

  static let cases: [Case] = [
    Case(description: "convolution", shapes: [[2, 3, 1, 9], [4, 3, 1, 5]]) {
      try $0[0].convolved(with: $0[1], padding: 2)
    },
    Case(description: "convolution, channels last", shapes: [[2, 3, 1, 9], [4, 3, 1, 5]]) {
      try $0[0].channelsLast().convolved(with: $0[1], padding: 2)
    },
    Case(description: "batch norm in training", shapes: [[4, 3, 1, 5], [3], [3]]) {
      try $0[0].batchNormalized(
        gain: $0[1], offset: $0[2], runningMean: .filled(0, shape: [3]), runningVariance: .filled(1, shape: [3]),
        training: true, momentum: 0.1, epsilon: 1e-5)
    },
    Case(description: "batch norm in evaluation", shapes: [[4, 3, 1, 5], [3], [3]]) {
      try $0[0].batchNormalized(
        gain: $0[1], offset: $0[2], runningMean: .filled(0.3, shape: [3]), runningVariance: .filled(2, shape: [3]),
        training: false, momentum: 0.1, epsilon: 1e-5)
    },
    Case(description: "max pool", shapes: [[2, 3, 1, 9]]) { try $0[0].maxPooled(width: 2) },
    Case(description: "ReLU", shapes: [[3, 7]]) { try $0[0].rectified() },
    Case(description: "GELU", shapes: [[3, 7]]) { try $0[0].gaussianErrorLinear() },
    Case(description: "SiLU", shapes: [[3, 7]]) { try $0[0].sigmoidLinear() },
    Case(description: "layer norm", shapes: [[3, 7], [7], [7]]) {
      try $0[0].layerNormalized(gain: $0[1], offset: $0[2], epsilon: 1e-5)
    },
    Case(description: "tanh", shapes: [[3, 7]]) { try $0[0].hyperbolicTangent() },
    Case(description: "dropout", shapes: [[3, 7]]) { try $0[0].droppedOut(probability: 0.4, seed: 5) },
    Case(description: "linear", shapes: [[3, 7], [4, 7], [4]]) { try $0[0].linear(weight: $0[1], offset: $0[2]) },
    Case(description: "flatten", shapes: [[2, 3, 1, 4]]) { try $0[0].channelsLast().flattened() },
    Case(description: "concatenate", shapes: [[2, 3], [2, 4]]) { try Tensor.concatenated($0, dimension: 1) },
    Case(description: "slice", shapes: [[2, 7]]) { try $0[0].slice(dimension: 1, start: 2, length: 3) },
    Case(description: "affine", shapes: [[2, 7]]) { try $0[0].affine(factor: -1.5, term: 0.5) },
    Case(description: "sum", shapes: [[2, 3], [2, 3]]) { try $0[0].adding($0[1]) },
    Case(description: "difference", shapes: [[2, 3], [2, 3]]) { try $0[0].subtracting($0[1]) },
    Case(description: "product", shapes: [[2, 3], [2, 3]]) { try $0[0].multiplied(by: $0[1]) },
    Case(description: "exponential", shapes: [[2, 3]]) { try $0[0].exponential() },
    Case(description: "mean", shapes: [[2, 3]]) { try $0[0].mean() },
    Case(description: "total", shapes: [[2, 3]]) { try $0[0].total() },
    Case(description: "binary cross entropy", shapes: [[2, 3]]) {
      try $0[0].binaryCrossEntropy(labels: Tensor([0, 1, 1, 0, 0.5, 1], shape: [2, 3]))
    },
  ]

  /// Step of the central differences: their own error is of order step² ≈ 1e-4 relative, that of float32 sums of
  /// order 1e-6/step ≈ 1e-4.
  static let step: Float = 1e-2
  static let tolerance = 5e-3

  @Test("Each operation's gradient is the quotient of small differences", arguments: cases)
  func finiteDifferences(of example: Case) throws {
    var stream = RandomStream(seed: 11)
    // Values farther apart than the step, so that no maximum and no kink at zero lies between two evaluations.
    let operands = example.shapes.map { shape in
      let count = shape.reduce(1, *)
      return stream.permutation(count).map { (Float($0) - Float(count) / 2 + 0.25) * max(0.03, 2 / Float(count)) }
    }
    func weightedTotal(_ values: [[Float]], differentiate: Bool) throws -> (Double, [[Float]]) {
      let tensors = try zip(values, example.shapes).map { try Tensor($0, shape: $1) }
      if differentiate { for tensor in tensors { try tensor.requireGradient() } }
      let result = try example.apply(tensors)
      // Unequal weights, for the plain sum of a batch norm is constant.
      let weights = (0..<result.count).map { Float(1 + $0 % 5) - 2.5 }
      let total = try result.multiplied(by: Tensor(weights, shape: result.shape)).total()
      let value = try zip(result.values(), weights).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
      guard differentiate else { return (value, []) }
      try total.backward()
      return (value, try tensors.map { try $0.gradient().values() })
    }
    let gradients = try weightedTotal(operands, differentiate: true).1
    let scale = max(gradients.joined().map { abs(Double($0)) }.max() ?? 0, 1e-3)
    for operand in operands.indices {
      for index in operands[operand].indices {
        var above = operands
        var below = operands
        above[operand][index] += Self.step
        below[operand][index] -= Self.step
        let difference = try weightedTotal(above, differentiate: false).0 - weightedTotal(below, differentiate: false).0
        let quotient = difference / Double(above[operand][index] - below[operand][index])
        let error = abs(quotient - Double(gradients[operand][index]))
        #expect(error < Self.tolerance * scale, "operand \(operand)[\(index)]")
      }
    }
  }

  @Test("No gradient flows through detached values")
  func detached() throws {
    let x = try Tensor([2, 3], shape: [2])
    try x.requireGradient()
    try x.multiplied(by: x.detached()).total().backward()
    #expect(try x.gradient().values() == [2, 3])
  }

  @Test("Operands of the wrong shape are an error that names them, not the end of the process")
  func shapeMismatch() throws {
    let x = try Tensor([1, 2, 3], shape: [1, 3])
    let weight = try Tensor([1, 2], shape: [1, 2])
    let offset = try Tensor([0], shape: [1])
    let error = #expect(throws: NetworkError.self) { try x.linear(weight: weight, offset: offset) }
    guard case .engine(let operation, let message) = error else {
      Issue.record("not an engine error: \(String(describing: error))")
      return
    }
    #expect(operation == "linear of [1, 3], [1, 2], [1]")
    #expect(message.contains("mat1 and mat2 shapes cannot be multiplied"))
    // The engine goes on working.
    #expect(try x.total().scalar() == 6)
  }

  @Test("Dropout is a function of its seed, and keeps the mean")
  func dropout() throws {
    let ones = try Tensor.filled(1, shape: [100, 100])
    let first = try ones.droppedOut(probability: 0.25, seed: 3).values()
    #expect(try ones.droppedOut(probability: 0.25, seed: 3).values() == first)
    #expect(try ones.droppedOut(probability: 0.25, seed: 4).values() != first)
    let mean = first.reduce(0, +) / 10_000
    // Standard deviation of the mean: √(0.25/0.75/10⁴) ≈ 0.006; five of them.
    #expect(abs(mean - 1) < 0.03)
    #expect(Set(first) == [0, 1 / 0.75])
  }
}
