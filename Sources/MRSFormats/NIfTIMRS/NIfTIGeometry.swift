import MRSCore

/// The place of a NIfTI file's first voxel, and its writing.
enum NIfTIGeometry {
  /// That of the sform where its code is above zero, else that of the qform, else `nil`.
  ///
  /// - Precondition: `content` holds the fixed header.
  static func geometry(_ content: [UInt8], version: Int, order: ByteOrder) -> VoxelGeometry? {
    let isFirst = version == 1
    func number(_ first: Int, _ second: Int, _ index: Int) -> Double {
      isFirst
        ? order.float32(in: content, at: first + 4 * index) : order.float64(in: content, at: second + 8 * index)
    }
    func code(_ first: Int, _ second: Int) -> Int {
      isFirst ? order.int16(in: content, at: first) : order.int32(in: content, at: second)
    }
    let columns: [SIMD3<Double>]
    let centre: SIMD3<Double>
    if code(254, 348) > 0 {
      let rows = (0..<3).map { row in (0..<4).map { number(280 + 16 * row, 400 + 32 * row, $0) } }
      columns = (0..<3).map { SIMD3(rows[0][$0], rows[1][$0], rows[2][$0]) }
      centre = SIMD3(rows[0][3], rows[1][3], rows[2][3])
    } else if code(252, 344) > 0 {
      let turned = directions(quaternion: SIMD3(number(256, 352, 0), number(256, 352, 1), number(256, 352, 2)))
      let isLeftHanded = number(76, 104, 0) < 0
      columns = (0..<3).map { axis in
        (axis == 2 && isLeftHanded ? -1 : 1) * abs(number(76, 104, axis + 1)) * turned[axis]
      }
      centre = SIMD3(number(268, 376, 0), number(268, 376, 1), number(268, 376, 2))
    } else {
      return nil
    }
    let size = SIMD3(columns[0].length, columns[1].length, columns[2].length)
    // Ten metres stand for "no location" (spec2nii).
    guard size.min() > 0, size.max() < 9_999, (centre * centre).sum().isFinite else { return nil }
    return VoxelGeometry(
      centre: centre, size: size, directions: (0..<3).map { columns[$0] / columns[$0].length })
  }

  /// The three axes that a unit quaternion (a, b, c, d), a ≥ 0, turns x, y and z into (nifti1.h).
  private static func directions(quaternion q: SIMD3<Double>) -> [SIMD3<Double>] {
    let a = max(0, 1 - (q * q).sum()).squareRoot()
    let (b, c, d) = (q.x, q.y, q.z)
    let (aa, bb, cc, dd) = (a * a, b * b, c * c, d * d)
    return [
      SIMD3(aa + bb - cc - dd, 2 * (b * c + a * d), 2 * (b * d - a * c)),
      SIMD3(2 * (b * c - a * d), aa + cc - bb - dd, 2 * (c * d + a * b)),
      SIMD3(2 * (b * d + a * c), 2 * (c * d - a * b), aa + dd - cc - bb),
    ]
  }

  /// The quaternion's (b, c, d), a ≥ 0, of three right-handed vectors that are unit ones but for the rounding of their file.
  static func quaternion(_ x: SIMD3<Double>, _ y: SIMD3<Double>, _ z: SIMD3<Double>) -> SIMD3<Double> {
    // Of the four numbers the largest is found first, so that none is divided by one near zero.
    let candidates = [
      SIMD4(1 + x.x + y.y + z.z, y.z - z.y, z.x - x.z, x.y - y.x),
      SIMD4(y.z - z.y, 1 + x.x - y.y - z.z, y.x + x.y, z.x + x.z),
      SIMD4(z.x - x.z, y.x + x.y, 1 - x.x + y.y - z.z, z.y + y.z),
      SIMD4(x.y - y.x, z.x + x.z, z.y + y.z, 1 - x.x - y.y + z.z),
    ]
    let largest = (0..<4).max { candidates[$0][$0] < candidates[$1][$1] } ?? 0
    // Each row is 4·(the number at its place)·(a, b, c, d).
    var q = candidates[largest]
    q /= (q * q).sum().squareRoot()
    return (q.x < 0 ? -1 : 1) * SIMD3(q.y, q.z, q.w)
  }
}
