/// Some examples, each array example after example.
public struct ExampleBatch: Hashable, Sendable {
  /// count × channels × points.
  public var inputs: [Float]
  /// count × side inputs; empty when there are none.
  public var sideInputs: [Float]
  /// count × targets.
  public var targets: [Float]

  public init(inputs: [Float], sideInputs: [Float] = [], targets: [Float]) {
    self.inputs = inputs
    self.sideInputs = sideInputs
    self.targets = targets
  }
}
