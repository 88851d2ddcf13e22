import MRSCore
import Numerics

extension RFPulse {
  /// A slice-selective 180° refocusing pulse by the algorithm of Shinnar and Le Roux (Pauly et al. 1991,
  /// doi:10.1109/42.75611).
  ///
  /// β is a linear-phase FIR filter of least squares with sin(θ/2) = 1 in the band; α is the minimum-phase polynomial
  /// with |α|² = 1 − |β|², from the cepstrum; the inverse recursion gives the samples. The transition band follows from
  /// the ripples (Pauly's D∞): a spin echo between crushers refocuses |β|², so that ripples of `passRipple` and
  /// `stopRipple` of the echo are δ₁ = passRipple/4 and δ₂ = √stopRipple of β. The band edges are set such that
  /// |β|² = ½ at ± half the bandwidth.
  /// - Throws: ``SimulationError/badPulse(name:field:value:expected:)``.
  public static func shinnarLeRoux(
    duration: Double, bandwidth: Frequency, points: Int = 256, passRipple: Double = 0.01, stopRipple: Double = 0.01
  ) throws(SimulationError) -> RFPulse {
    let name = "slr180"
    try PulseRequest(name: name, duration: duration, bandwidth: bandwidth, points: points).check(
      timeBandwidth: 3...40)
    guard (1e-5...0.2).contains(passRipple), (1e-5...0.2).contains(stopRipple) else {
      throw .badPulse(
        name: name, field: "ripples", value: "\(passRipple) and \(stopRipple)", expected: "each from 0.00001 to 0.2")
    }
    let dwellTime = duration / Double(points)
    let filter = BetaFilter(points: points, passRipple: passRipple / 4, stopRipple: stopRipple.squareRoot())
    func waveform(_ width: Double) throws(SimulationError) -> ComplexVector {
      do {
        let beta = try filter.coefficients(timeBandwidth: width * duration)
        return (1 / (2 * .pi * dwellTime)) * ShinnarLeRoux.pulse(beta: beta)
      } catch {
        throw .badPulse(
          name: name, field: "bandwidth", value: "\(bandwidth.hertz) Hz",
          expected: "one whose filter can be solved: \(error)")
      }
    }
    var width = bandwidth.hertz
    for _ in 0..<20 {
      let band = SliceProfile(waveform: try waveform(width), dwellTime: dwellTime).band(of: .refocusing)
      let ratio = bandwidth.hertz / (band.upperBound - band.lowerBound)
      width *= ratio
      if abs(ratio - 1) < 1e-5 { break }
    }
    return RFPulse(
      name: name, purpose: .refocusing, waveform: try waveform(width), dwellTime: dwellTime, flip: .degrees(180),
      reference: "Shinnar–Le Roux, least-squares linear-phase β (Pauly et al. 1991, doi:10.1109/42.75611)")
  }
}
