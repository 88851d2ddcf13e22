/// The positions at which slices are sampled along each axis: `points` of equal distance over `extent` slice widths
/// about the centre, each in the middle of its cell.
public struct SliceGrid: Hashable, Sendable {
  public let points: Int
  /// Slice widths. Twice the slice holds the transition bands and displaced slices.
  public let extent: Double

  /// - Precondition: at least one point, a positive extent.
  public init(points: Int = 32, extent: Double = 2) {
    precondition(points > 0 && extent > 0)
    self.points = points
    self.extent = extent
  }

  /// Slice widths from the centre.
  public var positions: [Double] { (0..<points).map { ((Double($0) + 0.5) / Double(points) - 0.5) * extent } }

  /// The share of a slice that a position stands for.
  public var weight: Double { extent / Double(points) }
}
