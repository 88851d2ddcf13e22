/// Anything that gives the probability of the positive group from an input: features, or an FID.
public protocol Classifier<Input>: Sendable {
  associatedtype Input
  /// A short name for tables: `"logistic (amounts)"`, `"ccnn"`.
  var name: String { get }
  /// The probability, between 0 and 1, that the input is of the positive group.
  func probability(of input: Input) throws -> Double
}
