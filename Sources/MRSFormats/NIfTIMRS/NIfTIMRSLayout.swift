import MRSCore

/// Which of the dimensions 5 to 7 are coils and averages, and how far apart in the file their neighbours are.
struct NIfTIMRSLayout: Sendable {
  private(set) var coils = 1
  private(set) var averages = 1
  private(set) var coilStride = 0
  private(set) var averageStride = 0
  /// Dimensions whose tag is missing.
  private(set) var doubts: [Doubt] = []

  /// - Throws: ``FormatError/invalidField(path:location:field:found:expected:consequence:)`` for a dimension that is
  ///   neither, that is there twice, or along which the conditions of the measurement change.
  init(header: NIfTIHeader, metadata: NIfTIMRSMetadata, path: String) throws(FormatError) {
    var stride = header.lengths[3]
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
      default: throw Self.refusal(dimension, "\(tag) of length \(length)", Self.advice(for: tag), path)
      }
      guard isNew else {
        throw Self.refusal(
          dimension, "\(tag) of length \(length), a second one",
          "Give each dimension its own tag (spec2nii insert), or split the file along one (mrs_tools split).", path)
      }
      if let key = metadata.changing(alongDimension: dimension) {
        throw Self.refusal(
          dimension, "\(tag) of length \(length), along which \(key) changes", Self.advice(for: "DIM_EDIT"), path)
      }
      if !isGiven {
        doubts.append(.untaggedDimension(name: "dim_\(dimension)", size: length, takenAs: tag))
      }
    }
  }

  private static func refusal(_ dimension: Int, _ found: String, _ advice: String, _ path: String) -> FormatError {
    .invalidField(
      path: path, location: .file, field: "dim_\(dimension)", found: found,
      expected: "DIM_COIL or DIM_DYN, each once, for a dimension longer than 1", consequence: advice)
  }

  private static func advice(for tag: String) -> String {
    switch tag {
    case "DIM_EDIT":
      """
      The conditions of an edited scan must not be averaged: take one (mrs_tools split --dim DIM_EDIT), or their \
      difference with a basis made for it.
      """
    case "DIM_MEAS":
      "Take one measurement (mrs_tools split --dim DIM_MEAS), or tag the dimension DIM_DYN if all are alike."
    case "DIM_PHASE_CYCLE", "DIM_METCYCLE":
      "Combine the steps of the cycle first with the sequence's own tools, or split the file (mrs_tools split)."
    case "DIM_INDIRECT_0", "DIM_INDIRECT_1", "DIM_INDIRECT_2":
      "Series along an indirect dimension are not read; take one (mrs_tools split --dim \(tag))."
    default:
      """
      This tag is not one of those that are read; if the dimension holds averages, tag it DIM_DYN, if coils, DIM_COIL \
      (spec2nii insert).
      """
    }
  }
}
