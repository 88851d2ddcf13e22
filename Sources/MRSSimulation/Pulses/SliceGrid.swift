/// The positions at which a slice is sampled along its axis: `points` of equal distance over `range`, each in the middle of
/// its cell.
public struct SliceGrid: Hashable, Sendable {
  public let points: Int
  /// Slice widths from the centre that spins at the transmitter's shift have.
  public let range: ClosedRange<Double>

  /// - Precondition: at least one point, and a range that is not empty.
  public init(points: Int, range: ClosedRange<Double>) {
    precondition(points > 0 && range.lowerBound < range.upperBound)
    self.points = points
    self.range = range
  }

  /// `extent` slice widths about the centre.
  public init(points: Int, extent: Double) { self.init(points: points, range: -extent / 2...extent / 2) }

  /// Slice widths from the centre.
  public var positions: [Double] { (0..<points).map { range.lowerBound + (Double($0) + 0.5) * weight } }

  /// The share of a slice that a position stands for.
  public var weight: Double { (range.upperBound - range.lowerBound) / Double(points) }
}
