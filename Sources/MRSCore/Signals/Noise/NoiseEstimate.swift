import Numerics

/// The noise of one spectrum, from the parts where no signal is.
public struct NoiseEstimate: Hashable, Sendable {
  /// The standard deviation of the real (or imaginary) part of a spectral point.
  public let spectral: Double
  /// The standard deviation of the real (or imaginary) part of a sample of the FID.
  public let temporal: Double

  /// From the second differences of the spectrum outside −0.5 … 9.5 ppm (the outer fifth on each side where the spectrum
  /// is too narrow), the last 4 % at each end left out since receivers filter there.
  ///
  /// σ = median|s[i−1] − 2s[i] + s[i+1]| / (0.6745·√6): second differences take off slopes of distant signals, the
  /// median the rare spike.
  ///
  /// Zeros at the end are left out, which would make neighbouring points alike; where the noise falls along the FID, as
  /// after apodisation, σ is corrected for that (``NoiseProfile``).
  public init(of measured: FID) {
    let profile = NoiseProfile(of: measured)
    let fid = profile.zeros > 0 ? measured.resized(to: measured.samples.count - profile.zeros) : measured
    let spectrum = FourierTransform(count: fid.samples.count).spectrum(of: fid)
    let count = spectrum.count
    let edge = count / 25
    let inside = spectrum.indices(in: .ppm(-0.5) ... .ppm(9.5))
    var points = (edge..<max(edge, count - edge)).filter { !inside.contains($0) }
    if points.count < 64 {
      points = (edge..<max(edge, count - edge)).filter { $0 < count / 5 || $0 >= count - count / 5 }
    }
    var differences: [Double] = []
    for i in points where i > 0 && i + 1 < count {
      let values = spectrum.values
      differences.append(abs(values.real[i - 1] - 2 * values.real[i] + values.real[i + 1]))
      differences.append(abs(values.imaginary[i - 1] - 2 * values.imaginary[i] + values.imaginary[i + 1]))
    }
    differences.sort()
    let median = differences.isEmpty ? 0 : differences[differences.count / 2]
    let correction = profile.zeros > 0 ? NoiseProfile(of: fid).correction : profile.correction
    spectral = correction * median / (0.674_489_750_196_082 * 6.0.squareRoot())
    temporal = spectral / fid.acquisition.with(points: count).spectralNoise(ofSample: 1)
  }
}

extension Acquisition {
  /// The standard deviation of the real part of a spectral point where that of an FID sample's is `noise`:
  /// Var S = Δt²·σ²·(N − 3/4), since sample 0 has half weight.
  public func spectralNoise(ofSample noise: Double) -> Double {
    noise * dwellTime * (Double(points) - 0.75).squareRoot()
  }
}
