import MRSCore
import Numerics

extension RFPulse {
  /// A Gaussian of 180° for spectral editing (Mullins et al. 2014, doi:10.1016/j.neuroimage.2012.12.004):
  ///
  ///     B₁(τ) ∝ exp(−a·τ²),   τ = 2t/T − 1,
  ///
  /// cut off where it is 1 % (a = ln 100), with the strength that turns by 180° on resonance. Its inversion is as wide as
  /// 1.53/T at half of its height: 110 Hz at 14 ms.
  /// - Parameter duration: T in seconds.
  /// - Throws: ``SimulationError/badPulse(name:field:value:expected:)``.
  public static func gaussian(duration: Double, points: Int = 512) throws(SimulationError) -> RFPulse {
    try PulseRequest.check(duration: duration, points: points, of: gaussianName)
    let shape = (0..<points).map { index in
      let tau = 2 * (Double(index) + 0.5) / Double(points) - 1
      return Double.exp(-Double.log(100) * tau * tau)
    }
    let dwellTime = duration / Double(points)
    // 2π·Σ γB₁/2π·Δt = π.
    let scale = 0.5 / (dwellTime * shape.reduce(0, +))
    return RFPulse(
      name: gaussianName, purpose: .refocusing,
      waveform: ComplexVector(real: shape.map { scale * $0 }, imaginary: [Double](repeating: 0, count: points)),
      dwellTime: dwellTime, flip: .degrees(180), reference: "Gaussian cut off at 1 %")
  }

  /// The same, as long as the full width at half maximum of its inversion asks for: their product is that of the shape.
  /// - Throws: ``SimulationError/badPulse(name:field:value:expected:)``.
  public static func gaussian(bandwidth: Frequency, points: Int = 512) throws(SimulationError) -> RFPulse {
    guard bandwidth.hertz > 0, bandwidth.hertz < 10_000 else {
      throw .badPulse(
        name: gaussianName, field: "bandwidth", value: "\(bandwidth.hertz) Hz",
        expected: "above 0 and below 10000 Hz")
    }
    let known = try gaussian(duration: 0.01, points: points)
    return try gaussian(duration: known.duration * known.bandwidth.hertz / bandwidth.hertz, points: points)
  }

  private static var gaussianName: String { "gauss180" }
}
