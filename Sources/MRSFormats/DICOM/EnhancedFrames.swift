import MRSCore

/// What the frames of one voxel are: averages, conditions of editing, water.
struct EnhancedFrames: Sendable {
  /// The averages of each condition; one where the scan is not edited.
  private(set) var conditions: [[ComplexVector]]
  private(set) var water: [ComplexVector] = []

  /// Philips marks the frames of an edited scan one by one, and appends the water to others where it says that the phase is
  /// corrected by it; UIH has water and conditions in attributes of their own, beside the difference.
  /// - Throws: ``FormatError``.
  init(_ object: EnhancedSpectroscopy, _ frames: [ComplexVector]) throws(FormatError) {
    let dataset = object.dataset
    conditions = [frames]
    if object.isUIH {
      if dataset.bytes(.uihWater)?.count == 8 * object.points {
        water = try object.fids(.uihWater, name: "(0065,FF07)", count: 1)
      }
      if dataset.bytes(.uihEditOn)?.count == 8 * object.points, dataset.bytes(.uihEditOff)?.count == 8 * object.points {
        conditions = [
          try object.fids(.uihEditOn, name: "(0065,FF10)", count: 1),
          try object.fids(.uihEditOff, name: "(0065,FF11)", count: 1),
        ]
      }
      return
    }
    guard object.isPhilips, frames.count > 1 else { return }
    let marks = dataset.items(.philipsFrames)
    if dataset.string(.philipsEdited) == "Y", marks.count == frames.count {
      func number(_ tag: DICOMTag, _ frame: Int) -> Double? { marks[frame].number(tag, as: "SS") }
      let isWater = frames.indices.map { (number(.philipsIsWater, $0) ?? 0) != 0 }
      water = frames.indices.filter { isWater[$0] }.map { frames[$0] }
      conditions = [1.0, 0.0].map { condition in
        frames.indices.filter { !isWater[$0] && number(.philipsCondition, $0) == condition }.map { frames[$0] }
      }.filter { !$0.isEmpty }
      guard !conditions.isEmpty else {
        throw .missingField(
          path: object.path, field: "(2005,1598) of the frames",
          advice: "The conditions of an edited scan are not told.")
      }
    } else if dataset.string(.waterReferenced) == "YES" {
      // One water for one signal, or one at the end of all.
      let count = frames.count == 2 ? 1 : frames.count - 1
      conditions = [Array(frames[..<count])]
      water = Array(frames[count...])
    }
  }
}
