import MRSCore
import Numerics

/// Which averages are too unlike the others to be averaged with them.
///
/// Two criteria, on aligned averages of one coil, over the first half of the samples, where echoes and lipids out of
/// the voxel show too. Unlikeness: d_a = (Σ_n |s_a(t_n) − m(t_n)|²)^½ from the component-wise median m, in robust
/// deviations z_a = (d_a − median d)/(1.4826·MAD) (the metric of FID-A, Simpson et al. 2017, doi:10.1002/mrm.26091,
/// with median and MAD for mean and deviation, which one bad average would inflate). Amplitude: Re⟨m, s_a⟩/⟨m, m⟩
/// more than `largestAmplitudeDeviation` from the median of all, as motion and missed triggers leave it (Noworolski
/// et al. 2008 rejected by water area).
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
  public func rejected(in scan: FIDArray) -> [Int: Reason] {
    precondition(scan.coils == 1, "combine the coils before averages are rejected")
    var reasons: [Int: Reason] = [:]
    var finite: [Int] = []
    for index in scan.samples.indices {
      if scan.samples[index].isFinite { finite.append(index) } else { reasons[index] = .notFinite }
    }
    guard finite.count >= 4 else { return reasons }
    let kept = scan.selecting(averages: finite)
    let median = kept.componentMedian
    let points = (scan.acquisition.points + 1) / 2
    let reference = median[0..<points]
    let energy = reference.energy
    guard energy > 0 else { return reasons }
    let heads = kept.samples.map { $0[0..<points] }

    let distances = heads.map { ($0 - reference).energy.squareRoot() }
    let middle = distances.median
    let spread = 1.4826 * distances.map { abs($0 - middle) }.median
    let amplitudes = heads.map { reference.innerProduct($0).real / energy }
    let amplitude = amplitudes.median
    for (position, index) in finite.enumerated() {
      // Rounding alone sets equal averages apart by 1e-15 of their norm; that is no unlikeness.
      let deviations = (distances[position] - middle) / max(spread, 1e-9 * energy.squareRoot())
      let ratio = amplitude != 0 ? amplitudes[position] / amplitude : 1
      if abs(ratio - 1) > largestAmplitudeDeviation {
        reasons[index] = .amplitude(ratio: ratio)
      } else if deviations > largestUnlikeness {
        reasons[index] = .unlike(deviations: deviations)
      }
    }
    return reasons
  }
}
