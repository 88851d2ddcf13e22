/// The signal of one species at unit amount.
public struct BasisFunction: Hashable, Sendable, Codable {
  /// How the signal is given.
  public enum Signal: Hashable, Sendable, Codable {
    /// From simulation: can be rendered on any grid.
    case lines(TransitionLines)
    /// From a file: samples on the basis set's grid.
    case sampled(ComplexVector)
  }

  /// The species, as its source names it: `"PCh"`, `"Lip130"`.
  public let name: String
  public let signal: Signal

  public init(name: String, signal: Signal) {
    self.name = name
    self.signal = signal
  }
}
