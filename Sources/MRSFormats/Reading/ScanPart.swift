/// Which of several signals in one file a scan is: its voxel, its condition of editing.
public struct ScanPart: Hashable, Sendable, Codable {
  /// A place along one axis.
  public struct Coordinate: Hashable, Sendable, Codable {
    /// `x`, `y`, `z` for voxels, the tag of NIfTI-MRS for other dimensions (`DIM_EDIT`, `DIM_MEAS`, …).
    public let axis: String
    /// From 0.
    public let index: Int
    /// How many there are along the axis.
    public let count: Int

    public init(axis: String, index: Int, count: Int) {
      self.axis = axis
      self.index = index
      self.count = count
    }
  }

  /// One an axis, in the order in which the file has them, the fastest first.
  public let coordinates: [Coordinate]

  public init(_ coordinates: [Coordinate]) { self.coordinates = coordinates }

  /// The voxel of a grid, without the axes that have but one.
  public init(voxel: (x: Int, y: Int, z: Int), of grid: (x: Int, y: Int, z: Int)) {
    self.init(
      [("x", voxel.x, grid.x), ("y", voxel.y, grid.y), ("z", voxel.z, grid.z)].filter { $0.2 > 1 }
        .map { Coordinate(axis: $0.0, index: $0.1, count: $0.2) })
  }

  /// The index along `axis`; 0 where the part has no such axis.
  public func index(along axis: String) -> Int { coordinates.first { $0.axis == axis }?.index ?? 0 }

  /// The scan whose coordinates are those that were asked for.
  /// - Throws: ``FormatError/severalSignals(path:axes:example:)`` where the choice does not leave one,
  ///   ``FormatError/invalidField(path:location:field:found:expected:consequence:)`` where it leaves none.
  package static func chosen(from scans: [Scan], by choice: [String: Int], path: String) throws(FormatError) -> Scan {
    let axes = scans.first?.part?.coordinates ?? []
    for (axis, index) in choice.sorted(by: { $0.key < $1.key }) {
      let count = axes.first { $0.axis == axis }?.count ?? 1
      guard (0..<count).contains(index) else {
        let all = axes.isEmpty ? "none: the file holds one signal" : ScanPart.sizes(of: axes)
        throw .invalidField(
          path: path, location: .file, field: "--part", found: "\(axis)=\(index)",
          expected: "below the size of an axis",
          consequence: "Its axes are \(all).")
      }
    }
    // Indices: a copy of each scan of a grid would be made for every voxel of it.
    let left = scans.indices.filter { index in
      choice.allSatisfy { scans[index].part?.index(along: $0.key) ?? 0 == $0.value }
    }
    guard let only = left.first, left.count == 1 else {
      let example = axes.map { "\($0.axis)=\(choice[$0.axis] ?? $0.count / 2)" }.joined(separator: ",")
      throw .severalSignals(path: path, axes: ScanPart.sizes(of: axes), example: example)
    }
    return scans[only]
  }

  private static func sizes(of axes: [Coordinate]) -> String {
    axes.map { "\($0.axis) of \($0.count)" }.joined(separator: ", ")
  }
}

extension ScanPart: CustomStringConvertible {
  /// `"x=3,y=4"`, as `--part` takes it.
  public var description: String { coordinates.map { "\($0.axis)=\($0.index)" }.joined(separator: ",") }
}
