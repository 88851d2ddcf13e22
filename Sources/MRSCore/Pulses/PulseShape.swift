import Numerics

/// The shape of a pulse as files hold it: complex samples whose largest magnitude is 1, without length or strength.
public struct PulseShape: Hashable, Sendable {
  public let name: String
  public let samples: ComplexVector
  /// The file, and what it says about itself.
  public let reference: String

  /// Divides `samples` by their largest magnitude.
  /// - Precondition: a sample differs from zero.
  public init(name: String, samples: ComplexVector, reference: String) {
    let largest = samples.magnitude.max() ?? 0
    precondition(largest > 0, "a pulse shape needs a sample that is not zero")
    self.name = name
    self.samples = (1 / largest) * samples
    self.reference = reference
  }

  /// |Σ b|/N: the flip angle on resonance over that of a rectangular pulse of the same length and peak. Siemens calls
  /// N times it AMPINT, Bruker calls it INTEGFAC.
  public var integral: Double {
    Complex(samples.real.reduce(0, +), samples.imaginary.reduce(0, +)).length / Double(samples.count)
  }

  /// The pulse of a length in seconds with the strength that makes the flip angle on resonance, 2π·|∫γB₁/2π dt|; for
  /// shapes of one phase.
  /// - Throws: ``PulseShapeError/noIntegral(name:integral:)`` for swept pulses, whose integral says nothing.
  public func pulse(
    for purpose: RFPulse.Purpose, flip: Angle, duration: Double
  ) throws(PulseShapeError) -> RFPulse {
    guard integral > 0.01 else { throw .noIntegral(name: name, integral: integral) }
    return pulse(
      for: purpose, flip: flip, duration: duration, peak: .hertz(flip.radians / (2 * .pi * duration * integral)))
  }

  /// The pulse of a length in seconds and a peak of γB₁/2π; `flip` is only nominal.
  /// - Parameter gradient: how the slice gradient is modulated; `nil` for a constant one.
  /// - Precondition: a value of the gradient a sample.
  public func pulse(
    for purpose: RFPulse.Purpose, flip: Angle, duration: Double, peak: Frequency, gradient: [Double]? = nil
  ) -> RFPulse {
    RFPulse(
      name: name, purpose: purpose, waveform: peak.hertz * samples,
      dwellTime: duration / Double(samples.count), gradient: gradient, flip: flip, reference: reference)
  }
}
