import MRSFormats

/// Where in a file of several signals one is, and where and when it was measured: a voxel of a grid, a step of a series.
public struct SignalPlace: Hashable, Sendable, Codable {
  public let part: ScanPart
  /// Of the voxel; `nil` where the file does not say.
  public let geometry: VoxelGeometry?
  /// Which of the scan's averages, from 0; `nil` for all.
  public let averages: Range<Int>?
  /// When it began, in seconds after the first one of the file; `nil` where that cannot be told.
  public let time: Double?

  public init(part: ScanPart, geometry: VoxelGeometry? = nil, averages: Range<Int>? = nil, time: Double? = nil) {
    self.part = part
    self.geometry = geometry
    self.averages = averages
    self.time = time
  }

  /// The index of the signal along each axis of its file; a series of averages is no axis of it.
  var choice: [String: Int] {
    Dictionary(
      part.coordinates.filter { averages == nil || $0.axis != Self.series }.map { ($0.axis, $0.index) },
      uniquingKeysWith: { first, _ in first })
  }

  /// The voxel alone.
  var voxel: SignalPlace {
    SignalPlace(part: ScanPart(part.coordinates.filter { ["x", "y", "z"].contains($0.axis) }), geometry: geometry)
  }

  /// The axis of a series that is cut from the averages of a scan.
  static let series = "DIM_DYN"
}
