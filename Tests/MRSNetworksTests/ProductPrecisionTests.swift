import MRSCore
import MRSNetworks
import Testing

@Suite("Precision of products")
struct ProductPrecisionTests {
  enum Product: CaseIterable {
    case linear, convolution

    var shapes: [[Int]] { self == .linear ? [[30, 40], [20, 40], [20]] : [[4, 3, 1, 30], [6, 3, 1, 5]] }

    func of(_ operands: [Tensor], _ precision: ProductPrecision) throws -> Tensor {
      switch self {
      case .linear: try operands[0].linear(weight: operands[1], offset: operands[2], precision: precision)
      case .convolution: try operands[0].convolved(with: operands[1], padding: 2, precision: precision)
      }
    }
  }

  @Test(
    "In bfloat16 a product and its gradients differ from those in float32 by what 8 bits of mantissa round, and do differ",
    arguments: Product.allCases)
  func rounding(product: Product) throws {
    var stream = RandomStream(seed: 6)
    let operands = product.shapes.map { shape in (0..<shape.reduce(1, *)).map { _ in Float(stream.normal()) } }
    func numbers(_ precision: ProductPrecision) throws -> [[Float]] {
      let tensors = try zip(operands, product.shapes).map { try Tensor($0, shape: $1) }
      for tensor in tensors { try tensor.requireGradient() }
      let result = try product.of(tensors, precision)
      let weights = (0..<result.count).map { Float(1 + $0 % 5) - 2.5 }
      try result.multiplied(by: Tensor(weights, shape: result.shape)).total().backward()
      return try [result.values()] + tensors.map { try $0.gradient().values() }
    }
    for (single, short) in zip(try numbers(.float32), try numbers(.bfloat16)) {
      let scale = single.map { abs($0) }.max() ?? 0
      let errors = zip(single, short).map { abs($0 - $1) }
      // A factor's rounding is at most 2⁻⁹ of it; the result's adds as much.
      #expect((errors.max() ?? 1) < scale / 100)
    }
    #expect(try numbers(.float32)[0] != numbers(.bfloat16)[0])
  }

  @Test("A network trained in bfloat16 errs as one trained in float32, and is the same to the byte twice")
  func training() throws {
    func trained(_ precision: ProductPrecision) throws -> (network: TrainedNetwork, curve: TrainingCurve) {
      var options = ToySpectra.options(steps: 400)
      options.precision = precision
      return try Trainer(
        architecture: ToySpectra.architecture(), options: options, stream: RandomStream(seed: 20)
      ).train(
        on: ToySpectra(count: 400 * 32, stream: RandomStream(seed: 1)),
        validation: ExampleArray(first: 300, of: ToySpectra(count: 300, stream: RandomStream(seed: 2))))
    }
    let (single, short) = (try trained(.float32), try trained(.bfloat16))
    #expect(try trained(.bfloat16).network == short.network)
    // Where the processor has no such products, asking for them changes nothing.
    #expect((single.network == short.network) == (ProductPrecision.bfloat16.available == .float32))
    let losses = try [single, short].map { try #require($0.curve.best?.validationLoss) }
    #expect(losses[0] < -1)
    #expect(abs(losses[1] - losses[0]) < 0.15)
  }
}
