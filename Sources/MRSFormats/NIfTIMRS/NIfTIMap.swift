import Foundation

/// Numbers over the voxels of a grid, as an amount of each: a NIfTI-2 image of 32-bit floats that lies over anatomical images.
public struct NIfTIMap: Sendable {
  public let grid: (x: Int, y: Int, z: Int)
  /// One after the other, x the fastest; of several steps, the first step's first. What is not known is NaN.
  public let values: [Double]
  /// Of the first voxel; `nil` where the place is not known.
  public let geometry: VoxelGeometry?
  /// What it is, in a few words with the unit: 79 bytes at most are kept.
  public let description: String

  /// - Precondition: as many values as voxels, or a multiple.
  public init(grid: (x: Int, y: Int, z: Int), values: [Double], geometry: VoxelGeometry?, description: String) {
    let voxels = grid.x * grid.y * grid.z
    precondition(voxels > 0 && !values.isEmpty && values.count.isMultiple(of: voxels), "a map has a value a voxel")
    self.grid = grid
    self.values = values
    self.geometry = geometry
    self.description = description
  }

  private static let float32 = 16

  /// The file, gzipped.
  public var compressed: Data { Data(Gzip.compressed(bytes)) }

  var bytes: [UInt8] {
    let steps = values.count / (grid.x * grid.y * grid.z)
    let header = NIfTIHeader.bytes(
      .init(
        datatype: Self.float32, bitsPerSample: 32, lengths: [grid.x, grid.y, grid.z] + (steps > 1 ? [steps] : []),
        step: 1, geometry: geometry, dataOffset: NIfTIHeader.longest, description: description))
    return header
      + values.flatMap { value in
        let pattern = Float(value).bitPattern
        return (0..<4).map { UInt8(truncatingIfNeeded: pattern >> (8 * $0)) }
      }
  }
}
