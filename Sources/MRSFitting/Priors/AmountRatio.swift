/// What is known of an amount relative to others before the spectrum: a_n/Σ w_j·a_j = mean ± deviation, normal, the form of
/// LCModel's soft constraints on concentration ratios.
public struct AmountRatio: Hashable, Sendable {
  /// n.
  public let name: String
  /// w_j by species; species that a model does not have count as absent.
  public let reference: [String: Double]
  public let mean: Double
  public let deviation: Double

  public init(_ name: String, to reference: [String: Double], mean: Double, deviation: Double) {
    precondition(deviation > 0, "a ratio without a deviation is no soft constraint")
    self.name = name
    self.reference = reference
    self.mean = mean
    self.deviation = deviation
  }

  /// Whether a model of the given names has the amount and something of its reference.
  public func isKnown(among names: [String]) -> Bool { indexed(in: names) != nil }

  /// n, and w over `names`; `nil` where they lack n or all of the reference.
  func indexed(in names: [String]) -> (index: Int, weights: [Double])? {
    guard let index = names.firstIndex(of: name), names.contains(where: { reference[$0] != nil }) else { return nil }
    return (index, names.map { reference[$0] ?? 0 })
  }
}
