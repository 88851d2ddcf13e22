import MRSCore

/// What scan and water say of one another once both are one FID each, in the scanner's unit, water at its place.
struct WaterChecks {
  let scan: FID
  let water: FID
  let reference: WaterReference

  var doubts: [Doubt] {
    var doubts: [Doubt] = []
    if let swapped { doubts.append(swapped) } else if let scale { doubts.append(scale) }
    if reference.isUnexplained { doubts.append(.waterUnexplained(percent: 100 * reference.unexplained)) }
    if reference.linewidth > Self.broad { doubts.append(.waterLineBroad(hertz: reference.linewidth)) }
    let megahertz = water.acquisition.spectrometerFrequency.megahertz
    if abs(reference.frequency) > Self.far * megahertz { doubts.append(.waterOffset(hertz: reference.frequency)) }
    return doubts
  }

  /// Hz: on Gauss widths to 40 Hz with the Lorentz width of T2 25 ms, 48 Hz in all, the water fit was tested.
  private static let broad = 50.0
  /// ppm, 43 Hz at 3 T: sets of 150 Hz pass, but a careful reader wants to know.
  private static let far = 0.35

  /// The water holds fat and all else that the scan has, and water besides: the root of the ratio of the energies is 2.3 at a
  /// fat fraction of 23 %, 94 to 930 in brains.
  private var swapped: Doubt? {
    let ratio = (water.samples.energy / max(scan.samples.energy, .leastNormalMagnitude)).squareRoot()
    guard ratio > 1e-6 else { return nil }
    return ratio < Self.leastEnergy ? .waterSwapped(ratio: ratio) : nil
  }

  private static let leastEnergy = 1.2

  /// Water over the tallest line between creatine and inositol, where fat has nothing: 40 (fat fraction 22 %, whose skirts
  /// reach there; from 150 without fat) to 2400 in scans that are right. And the fat of the water scan over that of the scan, where fat is seen:
  /// 1 to 1.5.
  private var scale: Doubt? {
    let height = water.height(in: 4.2...5.1)
    let line = scan.height(in: 2.9...3.8)
    let tallest = max(line, scan.height(in: 0.5...2.9))
    let ratio = height / max(tallest, .leastNormalMagnitude)
    let fat = water.fatHeight
    let isFatSeen = fat > 0.01 * height
    let plausible = isFatSeen ? Self.plausibleWithFat : Self.plausible
    let isPlausible = plausible.contains(height / max(line, .leastNormalMagnitude))
    let fatRatio = fat / max(scan.fatHeight, .leastNormalMagnitude)
    return isPlausible && (!isFatSeen || Self.sameFat.contains(fatRatio)) ? nil : .waterScaleImplausible(ratio: ratio)
  }

  private static let plausible = 100.0...20_000
  private static let plausibleWithFat = 10.0...20_000
  /// Echo and repetition times of its own change the fat of the water scan by up to half; lines three times as wide as those
  /// of the scan are a third as high.
  private static let sameFat = 0.2...4.0
}

extension SignalSet {
  /// In what scan and water were measured differently, though they should be of one voxel and sequence.
  var mismatches: [Doubt] {
    guard let water else { return [] }
    return water.acquisition.mismatches(with: scan.acquisition, in: [.nucleus, .spectrometerFrequency, .sequence])
      .filter { $0.field != .sequence || isOtherSequence(water.acquisition) }
      .map { .waterMismatch(field: $0.field.rawValue, scan: $0.expected, water: $0.found) }
  }

  /// Names of sequences may say more on one side, and what is not known is no difference.
  private func isOtherSequence(_ other: Acquisition) -> Bool {
    guard let own = scan.acquisition.sequence?.uppercased(), let name = other.sequence?.uppercased() else {
      return false
    }
    return !own.contains(name) && !name.contains(own)
  }
}
