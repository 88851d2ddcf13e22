import MRSCore
import Numerics

/// Which averages are too unlike the others to be averaged with them.
///
/// Averages are judged as their alignment finds them (``SpectralRegistration``), in the window of metabolites and fat and without
/// residual water, which changes from average to average and says nothing of the voxel; of an unsuppressed scan with its water.
/// Amplitude: how tall an average is beside the mean of the others, more than `largestAmplitudeDeviation` from the median of all,
/// or by so many robust deviations as make an average unlike and a sixth at least: as motion, missed triggers and lines blurred by
/// motion leave it (Noworolski et al. 2008 rejected by water area). Unlikeness: the energy that this mean leaves of an average, in
/// robust deviations z = (d − median d)/(1.4826·MAD) (after the metric of FID-A, Simpson et al. 2017, doi:10.1002/mrm.26091).
public struct OutlierRejection: Sendable, Hashable {
  /// Why an average was left out.
  public enum Reason: Sendable, Hashable, Codable {
    /// It holds samples that are NaN or infinite.
    case notFinite
    /// Its distance from the median average, in robust standard deviations.
    case unlike(deviations: Double)
    /// Its amplitude as a fraction of the median one.
    case amplitude(ratio: Double)
  }

  /// z above which an average is left out.
  public var largestUnlikeness: Double
  /// The deviation of the relative amplitude from 1 above which an average is left out.
  public var largestAmplitudeDeviation: Double
  /// The fewest averages that must be left, as a fraction of all.
  public var leastFraction: Double
  /// How averages are aligned to be judged.
  public var registration: SpectralRegistration

  public init(
    largestUnlikeness: Double = 4, largestAmplitudeDeviation: Double = 0.5, leastFraction: Double = 0.25,
    registration: SpectralRegistration = SpectralRegistration()
  ) {
    self.largestUnlikeness = largestUnlikeness
    self.largestAmplitudeDeviation = largestAmplitudeDeviation
    self.leastFraction = leastFraction
    self.registration = registration
  }

  /// The averages to leave out, by index, and why. Fewer than four averages are only tested for being finite.
  /// - Precondition: `scan` is of one coil.
  public func rejected(in scan: FIDArray) -> [Int: Reason] { judged(scan).rejected }

  /// The averages to leave out, and the alignment by which all were judged, where it was in a window: one correction an average,
  /// of those that are not finite ``SpectralRegistration/Correction/none``.
  func judged(_ scan: FIDArray) -> (rejected: [Int: Reason], alignment: [SpectralRegistration.Correction]?) {
    precondition(scan.coils == 1, "combine the coils before averages are rejected")
    var reasons: [Int: Reason] = [:]
    var finite: [Int] = []
    for index in scan.samples.indices {
      if scan.samples[index].isFinite { finite.append(index) } else { reasons[index] = .notFinite }
    }
    guard finite.count >= 4 else { return (reasons, nil) }
    let kept = scan.selecting(averages: finite)
    guard kept.samples.contains(where: { $0.energy > 0 }) else { return (reasons, nil) }
    let (amplitudes, rests, corrections) = likeness(of: kept)
    let ratios = Self.relative(amplitudes)
    let amplitudeSpread = 1.4826 * ratios.map { abs($0 - 1) }.median
    let middle = rests.median
    let spread = 1.4826 * rests.map { abs($0 - middle) }.median
    for (position, index) in finite.enumerated() {
      // Rounding alone sets equal averages apart; that is no unlikeness.
      let deviations = (rests[position] - middle) / max(spread, 1e-9 * kept.samples[position].energy)
      let offset = abs(ratios[position] - 1)
      let isFar = offset > Self.leastAmplitudeDeviation && offset > largestUnlikeness * amplitudeSpread
      if offset > largestAmplitudeDeviation || isFar {
        reasons[index] = .amplitude(ratio: ratios[position])
      } else if deviations > largestUnlikeness {
        reasons[index] = .unlike(deviations: deviations)
      }
    }
    var alignment = corrections.map { _ in [SpectralRegistration.Correction](repeating: .none, count: scan.averages) }
    for (index, correction) in zip(finite, corrections ?? []) { alignment?[index] = correction }
    return (reasons, alignment)
  }

  /// Below this a difference in amplitude does no harm, however sure it is.
  private static let leastAmplitudeDeviation = 1.0 / 6

  private static func relative(_ amplitudes: [Double]) -> [Double] {
    let middle = amplitudes.median
    return amplitudes.map { middle > 0 ? $0 / middle : 1 }
  }

  /// How tall each average is, and the energy of what sets it apart from the others.
  private func likeness(
    of scan: FIDArray
  ) -> (amplitudes: [Double], rests: [Double], corrections: [SpectralRegistration.Correction]?) {
    if registration.points == nil, let found = scan.windowAlignment(registration) {
      return (found.amplitudes, found.rests, found.corrections)
    }
    let aligned = scan.aligned(by: registration).scan
    let reference = aligned.componentMedian
    return (
      aligned.samples.map { reference.energy > 0 ? reference.innerProduct($0).real / reference.energy : 1 },
      aligned.samples.map { ($0 - reference).energy }, nil
    )
  }
}
