/// The same examples with one of their targets: for a network that tells no other.
public struct TargetColumn<Source: ExampleSource>: ExampleSource {
  private let source: Source
  private let target: Int

  public init(_ target: Int, of source: Source) {
    self.source = source
    self.target = target
  }

  public var count: Int { source.count }
  public var inputSize: Int { source.inputSize }
  public var sideInputSize: Int { source.sideInputSize }
  public var targetSize: Int { 1 }

  public func examples(at indices: [Int]) throws -> ExampleBatch {
    var batch = try source.examples(at: indices)
    batch.targets = stride(from: target, to: batch.targets.count, by: source.targetSize).map { batch.targets[$0] }
    return batch
  }
}
