import MRSCore
import Numerics

extension RFPulse {
  /// A full passage under a modulated gradient, GOIA-WURST (Tannús & Garwood 1997,
  /// doi:10.1002/(SICI)1099-1492(199712)10:8<423::AID-NBM488>3.0.CO;2-X; Andronesi et al. 2010, doi:10.1016/j.jmr.2010.01.010):
  ///
  ///     B₁(τ) = peak·(1 − |sin(π·τ/2)|ⁿ),   g(τ) = 1 − f + f·|sin(π·τ/2)|ᵐ,   τ = 2t/T − 1,
  ///     F(t) = g·K·∫B₁²/g dt,   K = (bandwidth/2)/∫(second half)B₁²/g dt,
  ///
  /// with n = 16 and m = 4. The sweep F passes the spins of every place as slowly as its B₁ asks: at resonance
  /// γ²B₁²/(dω/dt) = 2π/K wherever they are. In the middle, where B₁ is needed longest, gradient and sweep are weak: a band of
  /// 20 kHz in 3.5 ms needs 0.8 kHz of γB₁/2π, half of what a hyperbolic secant of 4 kHz does.
  /// - Parameters:
  ///   - bandwidth: of the slice under the largest gradient.
  ///   - peak: γB₁/2π; where `nil`, what makes 2π/K = 1.7², as of the hyperbolic secant.
  ///   - modulation: f, the share of the gradient that is modulated.
  /// - Throws: ``SimulationError/badPulse(name:field:value:expected:)``.
  public static func gradientModulated(
    duration: Double, bandwidth: Frequency, peak: Frequency? = nil, modulation: Double = 0.9, points: Int = 512
  ) throws(SimulationError) -> RFPulse {
    let name = "goia"
    try PulseRequest(name: name, duration: duration, bandwidth: bandwidth, points: points).check(timeBandwidth: 8...100)
    guard (0..<1).contains(modulation) else {
      throw .badPulse(name: name, field: "modulation", value: "\(modulation)", expected: "from 0 to less than 1")
    }
    let dwellTime = duration / Double(points)
    let sines = (0..<points).map { index in
      abs(Double.sin(.pi / 2 * (2 * (Double(index) + 0.5) / Double(points) - 1)))
    }
    let amplitudes = sines.map { 1 - Double.pow($0, 16) }
    let gradient = sines.map { 1 - modulation + modulation * Double.pow($0, 4) }
    // ∫B₁²/g dt of the shape from the middle on: half of the whole, for all is even in τ.
    let rates = zip(amplitudes, gradient).map { $0 * $0 / $1 * dwellTime }
    let half = rates.reduce(0, +) / 2
    let amplitude = peak?.hertz ?? (bandwidth.hertz / 2 * 1.7 * 1.7 / (2 * .pi * half)).squareRoot()
    guard amplitude > 0 else {
      throw .badPulse(name: name, field: "peak", value: "\(amplitude) Hz", expected: "positive")
    }
    var (integral, phase) = (-half, 0.0)
    let samples = (0..<points).map { index in
      integral += rates[index] / 2
      let frequency = gradient[index] * bandwidth.hertz / 2 * integral / half
      integral += rates[index] / 2
      phase += Double.pi * frequency * dwellTime
      defer { phase += Double.pi * frequency * dwellTime }
      return Complex<Double>(length: amplitude * amplitudes[index], phase: phase)
    }
    return RFPulse(
      name: name, purpose: .refocusing, waveform: ComplexVector(samples), dwellTime: dwellTime, gradient: gradient,
      flip: .degrees(180), reference: "GOIA-WURST(16, 4) (Andronesi et al. 2010, doi:10.1016/j.jmr.2010.01.010)")
  }
}
