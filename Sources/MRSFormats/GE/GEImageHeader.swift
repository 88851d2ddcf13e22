import MRSCore

/// What the image header of a P-file says: times, voxel, sequence.
struct GEImageHeader: Sendable {
  /// Seconds.
  let echoTime, repetitionTime: Double
  /// Degrees.
  let flipAngle: Double
  /// The last part of the sequence's name, in lower case: what stands before may name who wrote it.
  let sequence: String
  /// The waveform of editing pulses; 0 for none.
  let editing: Double
  /// Switches of the sequence.
  let switches: Double
  let geometry: VoxelGeometry?

  /// - Throws: ``FormatError/truncated(path:part:needed:found:)``.
  init(
    _ file: GEFields, start: Int, _ offsets: GELayout.Image, revision: Double
  ) throws(FormatError) {
    let ends = [offsets.user24 + 4, offsets.sequence + 33, offsets.flipAngle + 2, offsets.echoTime + 4]
    try file.require(start + (ends.max() ?? 0), part: "the image header")
    let (bytes, order) = (file.bytes, file.order)
    echoTime = Double(order.int32(in: bytes, at: start + offsets.echoTime)) / 1e6
    repetitionTime = Double(order.int32(in: bytes, at: start + offsets.repetitionTime)) / 1e6
    flipAngle = Double(order.int16(in: bytes, at: start + offsets.flipAngle))
    let name = bytes[(start + offsets.sequence)..<(start + offsets.sequence + 33)].prefix { $0 != 0 }
    sequence = LatinText.string(name.split(separator: UInt8(ascii: "/")).last ?? []).lowercased()
    editing = order.float32(in: bytes, at: start + offsets.user19)
    switches = order.float32(in: bytes, at: start + offsets.user24)
    func triple(_ offset: Int) -> SIMD3<Double> {
      SIMD3((0..<3).map { order.float32(in: bytes, at: start + offset + 4 * $0) })
    }
    let corners = (0..<3).map { triple(offsets.corners + 12 * $0) }
    geometry =
      revision > 9
      ? Self.geometry(centre: triple(offsets.user11), edges: triple(offsets.user8), corners: corners) : nil
  }

  /// The rows of the slice run from its first corner to the second, the columns from there to the third; the edges are
  /// given by the axis of the body to which each lies nearest. All are in mm, to the right, the front, and the head.
  private static func geometry(
    centre: SIMD3<Double>, edges: SIMD3<Double>, corners: [SIMD3<Double>]
  ) -> VoxelGeometry? {
    func unit(_ vector: SIMD3<Double>) -> SIMD3<Double>? {
      let length = (vector * vector).sum().squareRoot()
      return length > 1e-3 && length.isFinite ? vector / length : nil
    }
    guard let row = unit(corners[1] - corners[0]), let column = unit(corners[2] - corners[1]),
      abs((row * column).sum()) < 0.01, (0..<3).allSatisfy({ (0.1...1000).contains(edges[$0]) && centre[$0].isFinite })
    else { return nil }
    let normal = SIMD3(
      row.z * column.y - row.y * column.z, row.x * column.z - row.z * column.x, row.y * column.x - row.x * column.y)
    let directions = [row, column, normal]
    var size = SIMD3<Double>(0, 0, 0)
    for axis in 0..<3 {
      let nearest = (0..<3).max { abs(directions[$0][axis]) < abs(directions[$1][axis]) } ?? axis
      size[nearest] = edges[axis]
    }
    return (0..<3).allSatisfy { size[$0] > 0 } ? VoxelGeometry(centre: centre, size: size, directions: directions) : nil
  }

  /// The localisation of GE's own sequences and of those in wide use.
  var localisation: String? {
    if sequence.hasPrefix("probe-sl") { return "SLASER" }
    if sequence.hasPrefix("probe-p") || Self.pressLike.contains(sequence) { return "PRESS" }
    if sequence.hasPrefix("probe-s") { return "STEAM" }
    return SequenceName.localisation(in: sequence)
  }

  /// True for the scanner's own sequences of one voxel.
  var isOwn: Bool { sequence.hasPrefix("probe-") || sequence == "mrs-press" }

  /// True for a sequence whose frames are of several conditions in turn.
  var isEdited: Bool {
    let family = Self.editingLike.contains { sequence.hasPrefix($0) || sequence.hasSuffix($0) }
    return SequenceName.editing(in: sequence) == .certain || (family && editing != 0)
  }

  private static let pressLike: Set = [
    "gaba", "jpress", "jpress_ac", "hbcd", "hbcd1", "hbcd2", "repress7", "mrs-press",
  ]
  private static let editingLike = ["gaba", "jpress", "hbcd", "repress7"]

  var fields: [HeaderField] {
    [
      ("te", "\(echoTime)"), ("tr", "\(repetitionTime)"), ("mr_flip", "\(flipAngle)"), ("psdname", sequence),
      ("user19", "\(editing)"), ("user24", "\(switches)"),
    ].map { HeaderField(name: $0, value: $1) }
  }
}
