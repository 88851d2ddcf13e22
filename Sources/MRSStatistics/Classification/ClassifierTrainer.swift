/// Anything that learns a ``Classifier`` from labelled examples.
public protocol ClassifierTrainer<Input>: Sendable {
  associatedtype Input
  /// The classifier learnt from `examples` alone.
  func trained(on examples: [LabelledExample<Input>]) throws -> any Classifier<Input>
}
