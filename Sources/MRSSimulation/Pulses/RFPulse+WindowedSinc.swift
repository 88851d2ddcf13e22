import MRSCore
import Numerics

extension RFPulse {
  /// A slice-selective excitation: sinc(B·t) under a Hamming window, 0.54 + 0.46·cos(2πt/T), scaled so that the flip
  /// angle on resonance is 2π∫γB₁/2π dt.
  ///
  /// The sinc's B is chosen such that the full width at half maximum of |M₊|, by Bloch simulation, is `bandwidth`: at
  /// large flip angles the profile is not the Fourier transform of the pulse.
  /// - Parameters: times in seconds.
  /// - Throws: ``SimulationError/badPulse(name:field:value:expected:)``.
  public static func windowedSinc(
    flip: Angle = .degrees(90), duration: Double, bandwidth: Frequency, points: Int = 256
  ) throws(SimulationError) -> RFPulse {
    let name = "sinc\(Int(flip.degrees.rounded()))"
    try PulseRequest(name: name, duration: duration, bandwidth: bandwidth, points: points).check(
      timeBandwidth: 2.5...40)
    guard flip.degrees > 0, flip.degrees <= 120 else {
      throw .badPulse(
        name: name, field: "flip", value: "\(flip.degrees)°", expected: "above 0° and at most 120° for an excitation")
    }
    let dwellTime = duration / Double(points)
    func waveform(_ width: Double) -> ComplexVector {
      let shape = (0..<points).map { index in
        let time = (Double(index) + 0.5) * dwellTime - duration / 2
        let argument = Double.pi * width * time
        let sinc = abs(argument) < 1e-9 ? 1 : Double.sin(argument) / argument
        return (0.54 + 0.46 * Double.cos(2 * .pi * time / duration)) * sinc
      }
      let scale = flip.radians / (2 * .pi * dwellTime * shape.reduce(0, +))
      return ComplexVector(real: shape.map { scale * $0 }, imaginary: [Double](repeating: 0, count: points))
    }
    let found = PulseRequest.width(for: bandwidth.hertz) { width in
      let band = SliceProfile(waveform: waveform(width), dwellTime: dwellTime).band(of: .excitation)
      return band.upperBound - band.lowerBound
    }
    return RFPulse(
      name: name, purpose: .excitation, waveform: waveform(found), dwellTime: dwellTime, flip: flip,
      reference: "Hamming-windowed sinc, width set by Bloch simulation")
  }
}
