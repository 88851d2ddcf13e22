/// Examples to train on, kept or made on demand: which example has which index is fixed.
///
/// A source that makes its examples (from a `RandomStream` child an index) may name as large a `count` as training
/// draws, so that no example comes twice. It may make a batch's examples on several threads.
public protocol ExampleSource: Sendable {
  var count: Int { get }
  /// Input numbers an example: channels × points, channel by channel.
  var inputSize: Int { get }
  var sideInputSize: Int { get }
  var targetSize: Int { get }

  /// The examples of these indices, in this order: a pure function of the indices.
  func examples(at indices: [Int]) throws -> ExampleBatch
}
