import MRSCore

/// Which of the dimensions 5 to 7 are coils and averages, which make signals of their own, and how far apart in the file
/// their neighbours are.
struct NIfTIMRSLayout: Sendable {
  /// A dimension along which the signals must not be averaged.
  struct Axis: Sendable {
    let dimension: Int
    let tag: String
    let count: Int
    let stride: Int
  }

  private(set) var coils = 1
  private(set) var averages = 1
  private(set) var coilStride = 0
  private(set) var averageStride = 0
  /// Conditions of editing, measurements, steps of a series.
  private(set) var axes: [Axis] = []
  let grid: (x: Int, y: Int, z: Int)
  /// Dimensions whose tag is missing.
  private(set) var doubts: [Doubt] = []

  /// - Throws: ``FormatError/invalidField(path:location:field:found:expected:consequence:)`` for a tag that is not known or is
  ///   there twice, and for averages along which the conditions of the measurement change.
  init(header: NIfTIHeader, metadata: NIfTIMRSMetadata, path: String) throws(FormatError) {
    grid = (header.lengths[0], header.lengths[1], header.lengths[2])
    var stride = grid.x * grid.y * grid.z * header.lengths[3]
    for dimension in 5...7 {
      let length = header.lengths[dimension - 1]
      defer { stride *= length }
      guard length > 1 else { continue }
      let (tag, isGiven) = metadata.tag(ofDimension: dimension)
      let isNew: Bool
      switch tag {
      case "DIM_COIL":
        isNew = coils == 1
        (coils, coilStride) = (length, stride)
      case "DIM_DYN":
        isNew = averages == 1
        (averages, averageStride) = (length, stride)
      case _ where Self.separate.contains(tag):
        isNew = !axes.contains { $0.tag == tag }
        axes.append(Axis(dimension: dimension, tag: tag, count: length, stride: stride))
      default: throw Self.refusal(dimension, "\(tag) of length \(length)", Self.advice, path)
      }
      guard isNew else {
        throw Self.refusal(
          dimension, "\(tag) of length \(length), a second one",
          "Give each dimension its own tag (spec2nii insert), or split the file along one (mrs_tools split).", path)
      }
      if !Self.separate.contains(tag), let key = metadata.changing(alongDimension: dimension) {
        throw Self.refusal(
          dimension, "\(tag) of length \(length), along which \(key) changes",
          "They must not be averaged: tag the dimension DIM_EDIT or DIM_MEAS, and choose one with --part.", path)
      }
      if !isGiven {
        doubts.append(.untaggedDimension(name: "dim_\(dimension)", size: length, takenAs: tag))
      }
    }
  }

  /// The signals of a file: where each begins, and which part of the file it is.
  var signals: [(first: Int, part: ScanPart, indices: [Int])] {
    let counts = axes.reduce(1) { $0 * $1.count }
    let voxels = grid.x * grid.y * grid.z
    return (0..<(voxels * counts)).map { number in
      let voxel = (x: number % grid.x, y: number / grid.x % grid.y, z: number / (grid.x * grid.y) % grid.z)
      var rest = number / voxels
      var first = number % voxels
      var indices: [Int] = []
      for axis in axes {
        indices.append(rest % axis.count)
        first += rest % axis.count * axis.stride
        rest /= axis.count
      }
      let others = zip(axes, indices).map { ScanPart.Coordinate(axis: $0.tag, index: $1, count: $0.count) }
      return (first, ScanPart(ScanPart(voxel: voxel, of: grid).coordinates + others), indices)
    }
  }

  private static let separate: Set<String> = [
    "DIM_EDIT", "DIM_MEAS", "DIM_INDIRECT_0", "DIM_INDIRECT_1", "DIM_INDIRECT_2", "DIM_PHASE_CYCLE", "DIM_METCYCLE",
    "DIM_ISIS", "DIM_USER_0", "DIM_USER_1", "DIM_USER_2",
  ]

  private static func refusal(_ dimension: Int, _ found: String, _ advice: String, _ path: String) -> FormatError {
    .invalidField(
      path: path, location: .file, field: "dim_\(dimension)", found: found,
      expected: "a tag of the standard, DIM_COIL and DIM_DYN each once, for a dimension longer than 1",
      consequence: advice)
  }

  private static let advice = """
    This tag is not one of those that are read; if the dimension holds averages, tag it DIM_DYN, if coils, DIM_COIL \
    (spec2nii insert).
    """
}
