import Foundation

/// A network that has been trained: an architecture and its weights. It is a value; any number of tasks may use it.
public struct TrainedNetwork: Hashable, Sendable {
  public let architecture: NetworkArchitecture
  /// All weights and the running statistics, in the order of the layers.
  public let weights: [WeightArray]
  /// The same ready for BLAS; `nil` where only libtorch evaluates it.
  private let ofVectors: VectorNetwork?

  /// Examples that libtorch gets at once; the last ones are filled up to as many. As all sums are thus of one shape,
  /// the prediction of an example does not depend on how many others it is asked for with, except that its place among
  /// the 32 may change the last digits.
  static let chunk = 32

  /// - Parameter source: what errors name: the file that the weights are from.
  /// - Throws: ``NetworkError`` when weights are missing, of a wrong shape, or not finite.
  public init(
    architecture: NetworkArchitecture, weights: [WeightArray], source: String = "weights"
  ) throws(NetworkError) {
    self.architecture = architecture
    self.weights = try architecture.checkedWeights(weights, source: source)
    ofVectors = VectorNetwork(architecture: architecture, weights: self.weights)
  }

  /// SHA-256 of `weights.safetensors`, in hexadecimal: the identity of the weights.
  public func weightsHash() throws -> String { NetworkFolder.hash(try file.data()) }

  /// The weights as a file keeps them: arrays in 16 bits that lose nothing by it.
  var file: SafetensorsFile {
    let halves = weights.filter { array in array.values.allSatisfy { HalfPrecision.rounded($0) == $0 } }
    return SafetensorsFile(arrays: weights, halves: Set(halves.map(\.name)))
  }

  /// The same network with weights of 16 bits: three digits of each.
  public func roundedToHalf() throws(NetworkError) -> TrainedNetwork {
    try TrainedNetwork(
      architecture: architecture,
      weights: weights.map {
        WeightArray(name: $0.name, shape: $0.shape, values: $0.values.map(HalfPrecision.rounded))
      })
  }

  public static func == (left: TrainedNetwork, right: TrainedNetwork) -> Bool {
    left.architecture == right.architecture && left.weights == right.weights
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(architecture)
    hasher.combine(weights)
  }

  /// The outputs of `count` examples, count × ``NetworkArchitecture/outputs``: what ``LossFunction`` says they mean.
  ///
  /// - Parameters:
  ///   - inputs: count × channels × points.
  ///   - sideInputs: count × side inputs.
  ///   - threads: threads of libtorch for this call; a network of vectors needs none.
  /// - Throws: ``NetworkError/sizeMismatch(what:expected:found:)``, ``NetworkError/nonFiniteValue(what:index:)``;
  ///   `CancellationError` where the surrounding task is cancelled, which is heard every ``chunk`` examples.
  public func predict(
    inputs: [Float], sideInputs: [Float] = [], count: Int, threads: Int = 1
  ) throws -> [Float] {
    try check(inputs: inputs, sideInputs: sideInputs, count: count)
    if let ofVectors { return try ofVectors.outputs(inputs: inputs, sideInputs: sideInputs, count: count) }
    return try predictByEngine(inputs: inputs, sideInputs: sideInputs, count: count, threads: threads)
  }

  /// The same by libtorch, whatever the layers are.
  package func predictByEngine(
    inputs: [Float], sideInputs: [Float] = [], count: Int, threads: Int = 1
  ) throws -> [Float] {
    try NetworkEngine.prepare(threads: threads)
    let network = try Network(architecture: architecture, weights: weights)
    var predictions: [Float] = []
    predictions.reserveCapacity(count * architecture.outputs)
    for start in stride(from: 0, to: count, by: Self.chunk) {
      try Task.checkCancellation()
      let part = rows(start..<min(start + Self.chunk, count), inputs: inputs, sideInputs: sideInputs)
      let (spectra, side) = try network.tensors(inputs: part.inputs, sideInputs: part.sideInputs, count: Self.chunk)
      let outputs = try network.outputs(inputs: spectra, sideInputs: side, mode: .evaluation).values()
      predictions.append(contentsOf: outputs.prefix(part.count * architecture.outputs))
    }
    return predictions
  }

  /// Means and standard deviations of `count` examples, by a network trained with a Gaussian loss.
  ///
  /// - Throws: ``NetworkError/wrongOutputs(asked:loss:)``, and what ``predict(inputs:sideInputs:count:threads:)``
  ///   throws.
  public func gaussianPrediction(
    inputs: [Float], sideInputs: [Float] = [], count: Int, threads: Int = 1
  ) throws -> GaussianPrediction {
    guard architecture.loss.isGaussian else {
      throw NetworkError.wrongOutputs(asked: "means and variances", loss: architecture.loss)
    }
    let outputs = try predict(inputs: inputs, sideInputs: sideInputs, count: count, threads: threads)
    return GaussianPrediction(outputs: outputs, targets: architecture.targets, loss: architecture.loss)
  }

  /// The derivative of one output with respect to every input number, count × channels × points: what in the spectrum
  /// the output depends on.
  public func saliency(
    ofOutput output: Int, inputs: [Float], sideInputs: [Float] = [], count: Int, threads: Int = 1
  ) throws -> [Float] {
    try check(inputs: inputs, sideInputs: sideInputs, count: count)
    guard (0..<architecture.outputs).contains(output) else {
      throw NetworkError.invalidOption(
        field: "output", value: "\(output)", expected: "0 to \(architecture.outputs - 1)")
    }
    try NetworkEngine.prepare(threads: threads)
    let network = try Network(architecture: architecture, weights: weights)
    var gradients: [Float] = []
    for start in stride(from: 0, to: count, by: Self.chunk) {
      try Task.checkCancellation()
      let part = rows(start..<min(start + Self.chunk, count), inputs: inputs, sideInputs: sideInputs)
      let (spectra, side) = try network.tensors(inputs: part.inputs, sideInputs: part.sideInputs, count: Self.chunk)
      try spectra.requireGradient()
      let outputs = try network.outputs(inputs: spectra, sideInputs: side, mode: .evaluation)
      try outputs.slice(dimension: 1, start: output, length: 1).total().backward()
      gradients.append(contentsOf: try spectra.gradient().values().prefix(part.count * architecture.inputSize))
    }
    return gradients
  }

  private func check(inputs: [Float], sideInputs: [Float], count: Int) throws(NetworkError) {
    for (what, values, size) in [
      ("inputs", inputs, architecture.inputSize), ("side inputs", sideInputs, architecture.sideInputs),
    ] {
      guard values.count == count * size else {
        throw .sizeMismatch(what: "\(what) of \(count) examples", expected: count * size, found: values.count)
      }
      if let index = values.firstIndex(where: { !$0.isFinite }) {
        throw .nonFiniteValue(what: "\(what) of example \(index / size)", index: index)
      }
    }
  }

  /// The numbers of these examples, filled up with zeros to ``chunk`` examples.
  private func rows(
    _ range: Range<Int>, inputs: [Float], sideInputs: [Float]
  ) -> (inputs: [Float], sideInputs: [Float], count: Int) {
    func filled(_ values: [Float], _ size: Int) -> [Float] {
      let padding = [Float](repeating: 0, count: (Self.chunk - range.count) * size)
      return Array(values[range.lowerBound * size..<range.upperBound * size]) + padding
    }
    return (filled(inputs, architecture.inputSize), filled(sideInputs, architecture.sideInputs), range.count)
  }
}
