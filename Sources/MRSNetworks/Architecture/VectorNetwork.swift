import MRSCore
import Numerics

/// A trained network of vectors, evaluated by BLAS in double precision: what ``Network`` says to a few units of single
/// precision's last digit, without libtorch, whose libraries take longer to open than such a network to answer.
///
/// Networks with convolutions, pooling or batch norm are ``Network``'s alone, and so is training (Documentation/Decisions/0018).
struct VectorNetwork: Hashable, Sendable {
  /// A layer with its weights.
  private indirect enum Step: Hashable, Sendable {
    /// The matrix, (inputs, width), and the offset.
    case linear(Matrix, offset: [Double])
    case layerNorm(gain: [Double], offset: [Double])
    case relu, gelu, silu
    case residual([Step])
  }

  private let architecture: NetworkArchitecture
  private let steps: [Step]

  /// Examples at a time, the last ones filled up: as all products are thus of one shape, an answer does not depend on how
  /// many others are asked for with it.
  private static let chunk = 8
  /// Added to variances that are divided by, as in ``Network``.
  private static let leastVariance = 1e-5

  /// `nil` where a layer is not one of vectors.
  /// - Parameter weights: in the architecture's order.
  init?(architecture: NetworkArchitecture, weights: [WeightArray]) {
    guard architecture.layers.first == .flatten else { return nil }
    var taken = weights[...]
    var steps: [Step] = []
    for layer in architecture.layers.dropFirst() {
      guard let step = Self.step(layer, &taken) else { return nil }
      steps += step
    }
    guard let last = Self.step(.linear(width: architecture.outputs, start: .zero), &taken) else { return nil }
    self.architecture = architecture
    self.steps = steps + last
  }

  /// The step of a layer, none for one that does nothing; `nil` for one that is not of vectors.
  private static func step(_ layer: NetworkLayer, _ weights: inout ArraySlice<WeightArray>) -> [Step]? {
    func next() -> [Double]? { weights.popFirst()?.values.map(Double.init) }
    switch layer {
    case .relu: return [.relu]
    case .gelu: return [.gelu]
    case .silu: return [.silu]
    case .dropout: return []
    case .layerNorm: return next().flatMap { gain in next().map { [.layerNorm(gain: gain, offset: $0)] } }
    case .linear:
      // Row by row as the file has it is column by column of the transposed matrix.
      return next().flatMap { elements in
        next().map { offset in
          [
            .linear(
              Matrix(rows: elements.count / offset.count, columns: offset.count, elements: elements), offset: offset)
          ]
        }
      }
    case .residual(let layers):
      var inner: [Step] = []
      for layer in layers {
        guard let step = step(layer, &weights) else { return nil }
        inner += step
      }
      return [.residual(inner)]
    case .convolution, .maxPool, .batchNorm, .flatten: return nil
    }
  }

  /// The outputs of `count` examples, as ``TrainedNetwork/predict(inputs:sideInputs:count:threads:)`` orders them.
  /// - Throws: `CancellationError`.
  func outputs(inputs: [Float], sideInputs: [Float], count: Int) throws -> [Float] {
    let (own, side) = (architecture.inputSize, architecture.sideInputs)
    let (bases, besides) = (architecture.bases, architecture.besides)
    var outputs: [Float] = []
    outputs.reserveCapacity(count * architecture.outputs)
    for start in stride(from: 0, to: count, by: Self.chunk) {
      try Task.checkCancellation()
      let examples = start..<min(start + Self.chunk, count)
      var state = Matrix(zeros: own + besides, Self.chunk)
      for (column, example) in examples.enumerated() {
        for i in 0..<own { state[i, column] = Double(inputs[example * own + i]) }
        for i in 0..<besides { state[own + i, column] = Double(sideInputs[example * side + bases + i]) }
      }
      for step in steps { state = Self.applied(step, to: state) }
      for (column, example) in examples.enumerated() {
        let base = bases > 0 ? sideInputs[example * side..<example * side + bases].map(Double.init) : nil
        let told = architecture.loss.outputs(
          ofLastLayer: state.column(column), targets: architecture.targets, base: base)
        outputs += told.map { Float($0) }
      }
    }
    return outputs
  }

  private static func applied(_ step: Step, to state: Matrix) -> Matrix {
    switch step {
    case .relu: return mapped(state) { max(0, $0) }
    case .gelu: return mapped(state) { 0.5 * $0 * .erfc(-$0 / 2.0.squareRoot()) }
    case .silu: return mapped(state) { $0 / (1 + .exp(-$0)) }
    case .residual(let steps): return steps.reduce(state) { applied($1, to: $0) } + state
    case .linear(let matrix, let offset):
      var result = matrix.transposedTimes(state)
      for j in 0..<result.columns { for i in 0..<result.rows { result[i, j] += offset[i] } }
      return result
    case .layerNorm(let gain, let offset):
      var result = state
      let count = Double(state.rows)
      for j in 0..<state.columns {
        let values = state.column(j)
        let mean = values.reduce(0, +) / count
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
        let scale = 1 / (variance + leastVariance).squareRoot()
        for i in 0..<state.rows { result[i, j] = (values[i] - mean) * scale * gain[i] + offset[i] }
      }
      return result
    }
  }

  private static func mapped(_ state: Matrix, _ function: (Double) -> Double) -> Matrix {
    Matrix(rows: state.rows, columns: state.columns, elements: state.elements.map(function))
  }
}

extension LossFunction {
  /// The outputs of one example from the last layer's numbers, as the engine makes them of tensors.
  fileprivate func outputs(ofLastLayer layer: [Double], targets: Int, base: [Double]?) -> [Double] {
    guard isGaussian else { return layer }
    let (centre, reach) = (Self.logVarianceCentre, Self.logVarianceReach)
    var result = layer
    for i in targets..<2 * targets { result[i] = centre + reach * .tanh((layer[i] - centre) / reach) }
    guard let base else { return result }
    let logUnits = base[targets..<2 * targets].map(\.self)
    for i in 0..<targets {
      result[i] = base[i] + .exp(logUnits[i]) * layer[i]
      result[targets + i] += 2 * logUnits[i]
    }
    guard self == .gaussianCovariance else { return result }
    var place = 2 * targets
    for i in 0..<targets {
      for j in 0..<i {
        result[place] *= .exp(logUnits[j] - logUnits[i])
        place += 1
      }
    }
    return result
  }
}
