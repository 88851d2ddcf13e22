import MRSCore
import Numerics

/// A 180° pulse that is selective in frequency, without a gradient: one shape, tuned to one shift, or to several at once as
/// HERMES has it (Saleh et al. 2016, doi:10.1016/j.neuroimage.2016.03.043).
public struct EditingPulse: Hashable, Sendable {
  /// The shape with its strength, as it is for one shift.
  public let pulse: RFPulse
  /// What it is tuned to; of several, all are in phase in the middle of the pulse.
  public let shifts: [ChemicalShift]

  /// - Precondition: at least one shift.
  public init(_ pulse: RFPulse, at shifts: [ChemicalShift]) {
    precondition(!shifts.isEmpty, "a pulse is tuned to something")
    self.pulse = pulse
    self.shifts = shifts
  }

  /// The pulse that is played out, and its frequency in Hz from the carrier: for several shifts the mean f̄ of theirs, and
  ///
  ///     B₁(t)·Σ_k exp(2πi·(f_k − f̄)·(t − T/2)).
  func tuned(on acquisition: Acquisition) -> (pulse: RFPulse, offset: Double) {
    let offsets = shifts.map { acquisition.offset(of: $0).hertz }
    let mean = offsets.reduce(0, +) / Double(offsets.count)
    guard offsets.count > 1 else { return (pulse, mean) }
    let samples = pulse.waveform.indices.map { index in
      let time = (Double(index) + 0.5) * pulse.dwellTime - pulse.duration / 2
      return offsets.reduce(Complex<Double>.zero) { sum, offset in
        sum + pulse.waveform[index] * Complex(length: 1, phase: 2 * .pi * (offset - mean) * time)
      }
    }
    return (
      RFPulse(
        name: pulse.name, purpose: pulse.purpose, waveform: ComplexVector(samples), dwellTime: pulse.dwellTime,
        flip: pulse.flip, reference: pulse.reference), mean
    )
  }
}
