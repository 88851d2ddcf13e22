import MRSCore
import Numerics

extension RFPulse {
  /// An adiabatic full passage, the hyperbolic secant (Silver et al. 1985, doi:10.1103/PhysRevA.31.2753; Garwood &
  /// DelaBarre 2001, doi:10.1006/jmre.2001.2340):
  ///
  ///     B₁(τ) = peak·sech(β·τ),   f(τ) = −(bandwidth/2)·tanh(β·τ),   τ = 2t/T − 1,
  ///
  /// cut off where sech is 1 % (β = 5.3). Above a threshold the inversion does not depend on the strength of B₁.
  /// - Parameter peak: γB₁/2π at the maximum; where `nil`, 1.7 times what makes γB₁ = √(dω/dt) at the centre of the
  ///   sweep, dω/dt = 2π·bandwidth·β/T. At 4 ms and 4 kHz this is 1.56 kHz (37 µT), more than a body coil gives.
  /// - Throws: ``SimulationError/badPulse(name:field:value:expected:)``.
  public static func hyperbolicSecant(
    duration: Double, bandwidth: Frequency, peak: Frequency? = nil, points: Int = 512
  ) throws(SimulationError) -> RFPulse {
    let name = "hs1"
    try PulseRequest(name: name, duration: duration, bandwidth: bandwidth, points: points).check(
      timeBandwidth: 8...100)
    let beta = 5.3
    // dω/dt at the centre is 2π·(bandwidth/2)·β·(2/T).
    let sweepRate = 2 * Double.pi * bandwidth.hertz * beta / duration
    let amplitude = peak?.hertz ?? 1.7 * sweepRate.squareRoot() / (2 * .pi)
    guard amplitude > 0 else {
      throw .badPulse(name: name, field: "peak", value: "\(amplitude) Hz", expected: "positive")
    }
    let samples = (0..<points).map { index in
      let tau = 2 * (Double(index) + 0.5) / Double(points) - 1
      // The integral of the sweep: φ = −π·(bandwidth/2)·T·ln cosh(β·τ)/β.
      let phase = -Double.pi * bandwidth.hertz / 2 * duration * Double.log(Double.cosh(beta * tau)) / beta
      return Complex<Double>(length: amplitude / Double.cosh(beta * tau), phase: phase)
    }
    return RFPulse(
      name: name, purpose: .refocusing, waveform: ComplexVector(samples), dwellTime: duration / Double(points),
      flip: .degrees(180), reference: "hyperbolic secant (Silver et al. 1985, doi:10.1103/PhysRevA.31.2753)")
  }
}
