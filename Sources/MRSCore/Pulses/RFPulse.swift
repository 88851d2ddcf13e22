import Numerics

/// A radio-frequency pulse: its complex waveform in Hz (γB₁/2π; the real part is along x), held constant over each dwell
/// time, shape (N).
public struct RFPulse: Hashable, Sendable {
  /// What a pulse is for, which decides how its bandwidth is measured.
  public enum Purpose: String, Hashable, Sendable {
    /// From z to the transverse plane: |M₊|.
    case excitation
    /// p → −p between crushers, or inversion: |b|².
    case refocusing
  }

  public let name: String
  public let purpose: Purpose
  /// γB₁/2π in Hz.
  public let waveform: ComplexVector
  /// Seconds a sample.
  public let dwellTime: Double
  /// The slice gradient during each sample over its largest, shape (N); `nil` for one that is constant.
  public let gradient: [Double]?
  /// The nominal flip angle on resonance.
  public let flip: Angle
  /// The publication, or the file, that the waveform follows.
  public let reference: String
  /// The full width at half maximum of the response that ``purpose`` names, from Bloch simulation; the width that the
  /// samples can hold where the response never falls. Under a modulated gradient in Hz of the largest gradient.
  public let bandwidth: Frequency
  /// From the moment at which excited magnetisation seems to start in phase to the end of the pulse, in seconds: the
  /// slope of the phase of M₊ across the middle of the band, over 2π. Half the duration for a pulse that refocuses.
  public let isodelay: Double

  /// - Precondition: at least one sample, a positive dwell time, and where the gradient is modulated a value a sample.
  public init(
    name: String, purpose: Purpose, waveform: ComplexVector, dwellTime: Double, gradient: [Double]? = nil, flip: Angle,
    reference: String
  ) {
    precondition(!waveform.isEmpty && dwellTime > 0, "a pulse needs samples and a dwell time")
    precondition(gradient.map { $0.count == waveform.count } ?? true, "a gradient needs a value a sample")
    self.name = name
    self.purpose = purpose
    self.waveform = waveform
    self.dwellTime = dwellTime
    self.gradient = gradient
    self.flip = flip
    self.reference = reference
    let profile = SliceProfile(waveform: waveform, dwellTime: dwellTime, gradient: gradient)
    let band = profile.band(of: purpose)
    bandwidth = .hertz(band.upperBound - band.lowerBound)
    isodelay =
      purpose == .refocusing
      ? dwellTime * Double(waveform.count) / 2 : profile.phaseSlope(across: band)
  }

  /// Seconds.
  public var duration: Double { dwellTime * Double(waveform.count) }

  /// The largest γB₁/2π.
  public var peak: Frequency { .hertz(waveform.magnitude.max() ?? 0) }

  /// The response to every offset.
  public var profile: SliceProfile { SliceProfile(waveform: waveform, dwellTime: dwellTime, gradient: gradient) }

  /// The same shape at another strength of B₁, such as half of it.
  public func scaled(by factor: Double) -> RFPulse {
    RFPulse(
      name: name, purpose: purpose, waveform: factor * waveform, dwellTime: dwellTime,
      gradient: gradient, flip: .radians(flip.radians * factor), reference: reference)
  }
}
