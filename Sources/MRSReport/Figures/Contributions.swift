/// What each part of an axis adds to a number: bars below a spectrum.
public struct Contributions: Hashable, Sendable {
  /// What the bars are, above them.
  public let title: String
  /// The quantity on their axis with its unit.
  public let label: String
  /// The middles of the bins, ppm: rising, and equally far apart.
  public let shifts: [Double]
  /// One a bin, of either sign.
  public let values: [Double]

  public init(title: String, label: String, shifts: [Double], values: [Double]) {
    self.title = title
    self.label = label
    self.shifts = shifts
    self.values = values
  }
}
