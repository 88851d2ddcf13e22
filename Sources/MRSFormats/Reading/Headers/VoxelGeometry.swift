/// Where a voxel lies, how it is turned, and how large it is, in mm in the patient's frame.
///
/// The frame is NIfTI's: x grows to the patient's right, y to the front, z to the head.
public struct VoxelGeometry: Hashable, Sendable, Codable {
  /// The centre of the voxel, of the first one of a grid, in mm (right, anterior, superior).
  public let centre: SIMD3<Double>
  /// The edges along the three directions, in mm.
  public let size: SIMD3<Double>
  /// The unit vectors of the three edges.
  public let directions: [SIMD3<Double>]

  /// - Precondition: three directions.
  public init(centre: SIMD3<Double>, size: SIMD3<Double>, directions: [SIMD3<Double>]) {
    precondition(directions.count == 3, "a voxel has three edges")
    self.centre = centre
    self.size = size
    self.directions = directions
  }

  /// From DICOM's frame (x grows to the left, y to the back, z to the head).
  public init(dicomCentre: SIMD3<Double>, size: SIMD3<Double>, dicomDirections: [SIMD3<Double>]) {
    let turn = SIMD3(-1.0, -1.0, 1.0)
    self.init(centre: turn * dicomCentre, size: size, directions: dicomDirections.map { turn * $0 })
  }

  /// Rows of the affine matrix of NIfTI's sform: from the index of a voxel to mm.
  public var affine: [[Double]] {
    (0..<3).map { row in (0..<3).map { directions[$0][row] * size[$0] } + [centre[row]] } + [[0, 0, 0, 1]]
  }

  /// The volume of a voxel in ml.
  public var millilitres: Double { size.x * size.y * size.z / 1000 }

  /// The same voxel as many steps further along its directions as `voxel` says.
  func moved(to voxel: (x: Int, y: Int, z: Int)) -> VoxelGeometry {
    let steps = size * SIMD3(Double(voxel.x), Double(voxel.y), Double(voxel.z))
    let offset = directions[0] * steps.x + directions[1] * steps.y + directions[2] * steps.z
    return VoxelGeometry(centre: centre + offset, size: size, directions: directions)
  }
}

extension SIMD3<Double> {
  func cross(_ other: SIMD3<Double>) -> SIMD3<Double> {
    SIMD3(y * other.z - z * other.y, z * other.x - x * other.z, x * other.y - y * other.x)
  }

  var length: Double { (self * self).sum().squareRoot() }
}
