extension NIfTIHeader {
  /// What the fixed header of a NIfTI-2 file that is written says.
  struct Content {
    let datatype: Int
    let bitsPerSample: Int
    /// Of dimensions 1 to 7, those that there are.
    let lengths: [Int]
    /// pixdim[4], s where the dimension is time.
    let step: Double
    let geometry: VoxelGeometry?
    let dataOffset: Int
    var intent = ""
    /// At most 79 bytes.
    var description = ""
    var hasExtension = false
  }

  /// The 540 bytes and the four of the extension flag. Where nothing is known of the place, the voxel has no position (qform 0, 10 m
  /// wide).
  static func bytes(_ content: Content) -> [UInt8] {
    var header = [UInt8](repeating: 0, count: longest)
    func put(_ value: some FixedWidthInteger, at offset: Int) {
      for i in 0..<(value.bitWidth / 8) { header[offset + i] = UInt8(truncatingIfNeeded: value >> (8 * i)) }
    }
    func put(_ value: Double, at offset: Int) { put(value.bitPattern, at: offset) }
    func put(_ text: String, at offset: Int, longest: Int) {
      let bytes = Array(text.utf8.prefix(longest))
      header.replaceSubrange(offset..<offset + bytes.count, with: bytes)
    }
    put(UInt32(540), at: 0)
    header.replaceSubrange(4..<12, with: Array("n+2".utf8) + [0, 0x0d, 0x0a, 0x1a, 0x0a])
    put(UInt16(content.datatype), at: 12)
    put(UInt16(content.bitsPerSample), at: 14)
    put(UInt64(content.lengths.count), at: 16)
    for index in 0..<7 { put(UInt64(index < content.lengths.count ? content.lengths[index] : 1), at: 24 + 8 * index) }
    let size = content.geometry?.size ?? SIMD3(repeating: 10_000)
    let isLeftHanded =
      content.geometry.map { ($0.directions[0].cross($0.directions[1]) * $0.directions[2]).sum() < 0 } ?? false
    let widths = [isLeftHanded ? -1.0 : 1.0, size.x, size.y, size.z, content.step, 1, 1, 1]
    for (index, width) in widths.enumerated() { put(width, at: 104 + 8 * index) }
    put(UInt64(content.dataOffset), at: 168)
    put(1.0, at: 176)
    put(content.description, at: 240, longest: 79)
    if let geometry = content.geometry {
      let directions = geometry.directions
      let quaternion = NIfTIGeometry.quaternion(
        directions[0], directions[1], isLeftHanded ? -directions[2] : directions[2])
      // 1: the scanner's frame.
      put(UInt32(1), at: 344)
      put(UInt32(1), at: 348)
      for axis in 0..<3 {
        put(quaternion[axis], at: 352 + 8 * axis)
        put(geometry.centre[axis], at: 376 + 8 * axis)
      }
      for (row, values) in geometry.affine.prefix(3).enumerated() {
        for (column, value) in values.enumerated() { put(value, at: 400 + 32 * row + 8 * column) }
      }
    }
    // Millimetres (2) and seconds (8).
    put(UInt32(2 + 8), at: 500)
    put(content.intent, at: 508, longest: 15)
    header[540] = content.hasExtension ? 1 : 0
    return header
  }
}
