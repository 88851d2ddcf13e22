import MRSCore

/// How the frames of a P-file follow one another: a receiver after the other, in each an echo (a condition of editing)
/// after the other, in each a dummy, frames of water, frames of metabolites.
///
/// The scanner sums `rhnavs` acquisitions, cycling their phase, to a frame, or leaves every acquisition alone; which one,
/// the number of frames tells. Frames that were left alone alternate in sign, unless the sequence turned the receiver
/// with them (bit 14 of CV 24).
struct GEFrames: Sendable {
  let water, metabolites: Int
  let isSummed: Bool
  let doubts: [Doubt]

  /// - Throws: ``FormatError/contradiction(path:first:second:advice:)`` where no reading of the counts fits.
  init(_ header: GEHeader) throws(FormatError) {
    let acquired = header.acquisitions
    let summed = (acquired / Double(header.summed)).rounded()
    let frames = Double(header.frames)
    let stated = header.waterFrames.rounded()
    let water: Double
    // Without rhuser19, the scanner's own sequences acquire water 16 times.
    let isOwn = stated == 0 && (frames - summed) * Double(header.summed) == 16 && header.image?.isOwn == true
    if summed + stated == frames || isOwn {
      (water, metabolites, isSummed) = (frames - summed, Int(summed), true)
    } else if header.summed > 1, acquired.rounded() <= frames {
      (water, metabolites, isSummed) = (frames - acquired.rounded(), Int(acquired.rounded()), false)
    } else {
      (water, metabolites, isSummed) = (frames - summed, Int(summed), true)
    }
    self.water = Int(water)
    let counts = "\(header.acquisitions) acquisitions, \(header.summed) to a frame, and \(stated) frames of water"
    guard water >= 0, metabolites > 0, header.frames < header.rows else {
      throw .contradiction(
        path: header.path, first: "the header gives \(counts)",
        second: "the frames are \(header.frames) of \(header.rows) rows, the first of which is a dummy",
        advice: "The file is damaged, or of a sequence that counts otherwise: convert it with 'spec2nii ge FILE'.")
    }
    var doubts: [Doubt] = []
    if isSummed, stated != water, !isOwn {
      doubts.append(
        .contradictoryFields(
          first: "'rhuser19' gives \(Int(stated)) frames of water",
          second: "\(header.frames) frames less \(metabolites) of metabolites leave \(Int(water))",
          used: "the latter was used"))
    }
    if header.rows - 1 != header.frames {
      doubts.append(
        .contradictoryFields(
          first: "'rhnframes' is \(header.frames)", second: "'rhdayres' has room for \(header.rows - 1)",
          used: "the frames beyond the former were left out"))
    }
    self.doubts = doubts
  }

  /// Whether neighbours have opposite signs: as the samples tell where they do, else as is expected.
  static func alternates(_ frames: [[ComplexVector]], expected: Bool) -> (alternates: Bool, isMeasured: Bool) {
    var (product, size) = (0.0, 0.0)
    for coil in frames {
      for (one, next) in zip(coil, coil.dropFirst()) {
        product += one.innerProduct(next).real
        size += (one.energy * next.energy).squareRoot()
      }
    }
    // Neighbours are the same signal but for noise: 0.5 is reached at a signal as strong as its noise.
    guard size > 0, abs(product / size) > 0.5 else { return (expected, false) }
    return (product < 0, true)
  }
}
