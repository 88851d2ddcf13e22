import MRSCore

/// Something a real signal holds besides the species of the model. Each is a value with documented parameters.
public protocol Corruption: Sendable {
  /// Adds one draw of itself to `samples`, which are on the grid of `acquisition` in the unit of the amounts.
  func add(to samples: inout ComplexVector, on acquisition: Acquisition, using stream: inout RandomStream)
}
