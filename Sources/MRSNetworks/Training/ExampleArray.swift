/// Examples in memory.
public struct ExampleArray: ExampleSource, Hashable {
  public let count: Int
  public let inputSize: Int
  public let sideInputSize: Int
  public let targetSize: Int
  private let all: ExampleBatch

  /// - Throws: ``NetworkError/sizeMismatch(what:expected:found:)`` unless every array holds `count` examples,
  ///   ``NetworkError/nonFiniteValue(what:index:)`` unless all numbers are finite.
  public init(
    count: Int, inputSize: Int, sideInputSize: Int = 0, targetSize: Int, examples: ExampleBatch
  ) throws(NetworkError) {
    for (what, values, size) in [
      ("inputs", examples.inputs, inputSize), ("side inputs", examples.sideInputs, sideInputSize),
      ("targets", examples.targets, targetSize),
    ] {
      guard values.count == count * size else {
        throw .sizeMismatch(what: "\(what) of \(count) examples", expected: count * size, found: values.count)
      }
      if let index = values.firstIndex(where: { !$0.isFinite }) {
        throw .nonFiniteValue(what: "\(what) of example \(index / size)", index: index)
      }
    }
    self.count = count
    self.inputSize = inputSize
    self.sideInputSize = sideInputSize
    self.targetSize = targetSize
    all = examples
  }

  /// The first `count` examples of another source, made once and kept.
  public init(first count: Int, of source: some ExampleSource) throws {
    try self.init(
      count: count, inputSize: source.inputSize, sideInputSize: source.sideInputSize, targetSize: source.targetSize,
      examples: source.examples(at: Array(0..<count)))
  }

  private init(_ source: ExampleArray, at indices: [Int]) {
    count = indices.count
    inputSize = source.inputSize
    sideInputSize = source.sideInputSize
    targetSize = source.targetSize
    all = source.examples(at: indices)
  }

  /// Those of these indices, in this order.
  public func selecting(_ indices: [Int]) -> ExampleArray { ExampleArray(self, at: indices) }

  public func examples(at indices: [Int]) -> ExampleBatch {
    func rows(_ values: [Float], _ size: Int) -> [Float] {
      var picked: [Float] = []
      picked.reserveCapacity(indices.count * size)
      for index in indices { picked.append(contentsOf: values[index * size..<(index + 1) * size]) }
      return picked
    }
    return ExampleBatch(
      inputs: rows(all.inputs, inputSize), sideInputs: rows(all.sideInputs, sideInputSize),
      targets: rows(all.targets, targetSize))
  }
}
