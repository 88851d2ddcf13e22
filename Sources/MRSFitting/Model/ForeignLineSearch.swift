import MRSCore

/// Where a fit looks for a line that no species has, and what it takes for one.
public struct ForeignLineSearch: Hashable, Sendable {
  public var range: ClosedRange<ChemicalShift>
  /// The fall of χ² above which a line is told (`Doubt.foreignLine`): what chance and what is usually amiss with the other
  /// functions stay below.
  public var largestFall: Double

  public init(range: ClosedRange<ChemicalShift>, largestFall: Double) {
    self.range = range
    self.largestFall = largestFall
  }
}
