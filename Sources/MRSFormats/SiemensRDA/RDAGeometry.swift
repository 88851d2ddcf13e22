/// The place of an RDA's voxel, or of the first voxel of its grid.
enum RDAGeometry {
  /// RowVector and ColumnVector are the directions of x and y, their cross product that of z; PixelSpacingCol is the edge
  /// along x, PixelSpacingRow along y. PositionVector is the corner where x and y begin, in the middle of z; VOIPosition, which
  /// some versions do not write, is the centre of a single voxel.
  static func geometry(_ header: RDAHeader, isGrid: Bool) -> VoxelGeometry? {
    guard let row = header.vector("RowVector"), let column = header.vector("ColumnVector"),
      let x = header.number("PixelSpacingCol"), let y = header.number("PixelSpacingRow"),
      let z = header.number("PixelSpacing3D") ?? header.number("SliceThickness"), x > 0, y > 0, z > 0
    else { return nil }
    let corner = header.vector("PositionVector").map { $0 + 0.5 * (x * row + y * column) }
    let stated = isGrid ? nil : header.vector("VOIPosition", ["Sag", "Cor", "Tra"])
    guard let centre = stated ?? corner else { return nil }
    return VoxelGeometry(
      dicomCentre: centre, size: SIMD3(x, y, z), dicomDirections: [row, column, row.cross(column)])
  }
}
