import MRSCore
import Numerics

/// Removes twofold oversampling of a readout that begins at the echo: every other sample, after all beyond half of the
/// bandwidth is taken out.
///
/// A signal that begins at once has frequencies beyond any filter: cropping its spectrum would take a quarter of its first
/// sample and ring over the next ones. The readout is therefore continued before the echo by s(−t) = exp(2iφ)·conj(s(t)), φ
/// the phase of s(0): what all resonances do that are in phase at the echo. The ideal filter is then ½·(even samples + odd
/// samples moved by half a step), and moving is a multiplication of the odd ones' spectrum by a phase.
struct ReadoutDecimation {
  private let plan: FourierTransform
  private let turn: [Complex<Double>]
  private let points: Int

  /// - Parameter points: those that are left, half of those that were measured.
  init(points: Int) {
    self.points = points
    // 2·points odd samples, of times −(2·points − 1)…2·points − 1.
    plan = FourierTransform(count: 2 * points)
    turn = (0..<(2 * points)).map { k in
      let index = k < points ? k : k - 2 * points
      // The Nyquist frequency has no sign, so its half step has no phase.
      guard index != -points else { return Complex(0) }
      return Complex(length: 1, phase: -.pi * Double(index) / Double(2 * points))
    }
  }

  /// - Precondition: `readout` has 2·points samples, the first at the echo.
  func decimated(_ readout: ComplexVector) -> ComplexVector {
    precondition(readout.count == 2 * points)
    let start = readout[0]
    let power = start.lengthSquared
    // exp(2iφ); a readout that begins with zero has no phase, and no jump.
    let phase = power > 0 ? start * start / Complex(power) : Complex(1)
    var odd = ComplexVector(zeros: 2 * points)
    for i in 0..<points {
      let sample = readout[2 * i + 1]
      odd[points + i] = sample
      odd[points - 1 - i] = phase * sample.conjugate
    }
    var spectrum = plan.forward(odd)
    for k in spectrum.indices { spectrum[k] = spectrum[k] * turn[k] }
    let moved = plan.inverse(spectrum)
    var result = ComplexVector(zeros: points)
    for i in 0..<points {
      result.real[i] = 0.5 * (readout.real[2 * i] + moved.real[points + i])
      result.imaginary[i] = 0.5 * (readout.imaginary[2 * i] + moved.imaginary[points + i])
    }
    return result
  }
}
