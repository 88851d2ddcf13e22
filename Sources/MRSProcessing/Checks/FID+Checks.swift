import MRSCore
import Numerics

extension FID {
  /// How long after the first sample the signal is largest, in ms, where it rises to it by more than half: as one does that
  /// begins before the echo. `nil` for one that falls.
  ///
  /// The magnitude is averaged over 2.5 ms, the beat of water and fat at 3 T; the first sample, which some scanners halve,
  /// does not count.
  var millisecondsBeforeEcho: Double? {
    let width = max(1, Int((0.0025 / acquisition.dwellTime).rounded()))
    let magnitude = Array(samples.magnitude.dropFirst())
    guard magnitude.count > 4 * width else { return nil }
    var sum = magnitude[..<width].reduce(0, +)
    let first = sum
    var (largest, place) = (sum, 0)
    for start in 1..<magnitude.count - width {
      sum += magnitude[start + width - 1] - magnitude[start - 1]
      if sum > largest { (largest, place) = (sum, start) }
    }
    let milliseconds = 1000 * acquisition.dwellTime * Double(place)
    return largest > Self.leastRise * first && milliseconds > 1 ? milliseconds : nil
  }

  private static var leastRise: Double { 1.5 }

  /// What makes the noise of this FID other than white.
  var noiseDoubt: Doubt? {
    let profile = NoiseProfile(of: self)
    if profile.zeros > 0 {
      return .noiseNotWhite(
        kind: Doubt.NoiseKind.zeroFilled.rawValue, evidence: Double(profile.zeros) / Double(samples.count))
    }
    // A signal without noise has what rounding leaves.
    let largest = samples.magnitude.max() ?? 0
    guard let fall = profile.fall, fall > NoiseProfile.largestFall, (profile.levels.max() ?? 0) > 1e-7 * largest else {
      return nil
    }
    return .noiseNotWhite(kind: Doubt.NoiseKind.apodised.rawValue, evidence: fall)
  }

  /// The height of the magnitude spectrum in `window`.
  func height(in window: ClosedRange<Double>) -> Double {
    let filled = resized(to: 4 * samples.count)
    let spectrum = FourierTransform(count: filled.samples.count).spectrum(of: filled)
    let magnitude = spectrum.values.magnitude
    return spectrum.indices(in: .ppm(window.lowerBound) ... .ppm(window.upperBound)).map { magnitude[$0] }.max() ?? 0
  }

  /// The height of fat's methylene in the real spectrum of a phased and referenced FID, over what is as far on the other side
  /// of water; real, since the skirts of water fall with the square of the distance there, and with the distance in the
  /// magnitude.
  var fatHeight: Double {
    let filled = resized(to: 4 * samples.count)
    let spectrum = FourierTransform(count: filled.samples.count).spectrum(of: filled)
    let fat = spectrum.indices(in: .ppm(1.1) ... .ppm(1.5)).map { spectrum.values.real[$0] }.max() ?? 0
    let other = spectrum.indices(in: .ppm(7.8) ... .ppm(8.2)).map { spectrum.values.real[$0] }
    return fat - other.reduce(0, +) / Double(max(1, other.count))
  }

  /// Residual water over the tallest line of the metabolites, where it is more than ``largestResidual`` and its skirt at the
  /// window's end is half as high as that line.
  var residualWater: Double? {
    let tallest = height(in: 0.5...4.0)
    guard tallest > 0 else { return nil }
    let ratio = height(in: 4.2...5.5) / tallest
    return ratio > Self.largestResidual && height(in: 3.9...4.1) > 0.5 * height(in: 0.5...3.4) ? ratio : nil
  }

  /// The most of 13 measured brain scans is 7.1.
  private static var largestResidual: Double { 12 }
}
