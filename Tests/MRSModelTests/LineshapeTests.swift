import MRSCore
import MRSModel
import Numerics
import Testing

@Suite("Lineshape")
struct LineshapeTests {
  static let acquisition = Acquisition(
    spectrometerFrequency: .megahertz(123.25), dwellTime: 5e-4, points: 2048)

  /// The full width at half maximum of a real line centred at 0 Hz, by straight lines between its points.
  static func measuredWidth(of samples: ComplexVector, on acquisition: Acquisition) -> Double {
    let real = FourierTransform(count: samples.count)
      .centredSpectrum(of: samples, dwellTime: acquisition.dwellTime).real
    let centre = samples.count / 2
    var right = centre
    while real[right + 1] > real[centre] / 2 { right += 1 }
    let part = (real[right] - real[centre] / 2) / (real[right] - real[right + 1])
    return 2 * (Double(right - centre) + part) * acquisition.frequencyStep
  }

  @Test(
    "The width of a Voigt line is the one measured in its spectrum",
    arguments: [(10, 0), (0, 10), (5.3, 15), (8, 8), (15, 4)])
  func width(lorentzian: Double, gaussian: Double) {
    // 0.06 Hz a point: the straight line between points errs by less than 1e-4 of the width.
    let fine = Acquisition(spectrometerFrequency: .megahertz(123.25), dwellTime: 5e-4, points: 32768)
    let shape = Lineshape(lorentzian: lorentzian, gaussian: gaussian)
    let measured = Self.measuredWidth(of: shape.decay(on: fine), on: fine)
    // Olivero's formula is within 0.02 %; the trapezoidal rule lifts the half height by 1e-4.
    #expect(abs(shape.width / measured - 1) < 6e-4, "formula \(shape.width), measured \(measured)")
  }

  @Test("The recurrences give exp(2πi·δt)·exp(−πLt)·exp(−(πGt)²/(4·ln 2)) of every sample")
  func decay() {
    for (shift, lorentzian, gaussian) in [(0.0, 0.0, 0.0), (-317.3, 6.1, 13.7), (812.9, 0, 45), (5, 30, 0)] {
      let decay = Lineshape(shift: shift, lorentzian: lorentzian, gaussian: gaussian).decay(on: Self.acquisition)
      for n in 0..<2048 {
        let t = Self.acquisition.time(ofSample: n)
        let g = Double.pi * gaussian * t
        let length = Double.exp(-.pi * lorentzian * t - g * g / (4 * .log(2)))
        let direct = Complex(length: length, phase: 2 * .pi * shift * t)
        // 2048 multiplications, each to 2⁻⁵³, some compounding in the second recurrence.
        #expect((decay[n] - direct).length < 1e-9 * max(length, 1e-3))
      }
    }
  }

  @Test("T2 gives L = 1/(π·T2)")
  func relaxation() {
    let decay = Lineshape(lorentzian: Lineshape.lorentzianWidth(relaxationTime: 0.04)).decay(on: Self.acquisition)
    // 80 samples of 0.5 ms are one T2.
    #expect(abs(decay.real[80] - .exp(-1)) < 1e-12)
    #expect(abs(Lineshape.lorentzianWidth(relaxationTime: 0.04) - 7.957_747_154_594_767) < 1e-12)
  }

  @Test("A first-order phase of m samples moves the time origin by m samples: s(t) becomes s(t + τ)")
  func delay() {
    let line = FID(
      samples: Lineshape(shift: 140, lorentzian: 12).decay(on: Self.acquisition), acquisition: Self.acquisition)
    let transform = FourierTransform(count: 2048)
    let delayed = transform.delayed(line, by: 3 * Self.acquisition.dwellTime)
    for n in 1..<(2048 - 3) {
      #expect((delayed.samples[n] - line.samples[n + 3]).length < 1e-12)
    }
    let back = transform.delayed(delayed, by: -3 * Self.acquisition.dwellTime)
    #expect((0..<2048).allSatisfy { (back.samples[$0] - line.samples[$0]).length < 1e-12 })
  }

  @Test("A first-order phase turns a line at f by 2π·f·τ")
  func firstOrderPhase() {
    let tau = 4e-5
    for shift in [-250.0, 125, 500] {
      let line = FID(
        samples: Lineshape(shift: shift, lorentzian: 8).decay(on: Self.acquisition), acquisition: Self.acquisition)
      let transform = FourierTransform(count: 2048)
      let plain = transform.spectrum(of: line)
      let turned = transform.spectrum(of: transform.delayed(line, by: tau))
      // These offsets are whole numbers of points.
      let index = 1024 + Int((shift / Self.acquisition.frequencyStep).rounded())
      let ratio = turned.values[index] / plain.values[index]
      #expect((ratio - Complex(length: 1, phase: 2 * .pi * shift * tau)).length < 1e-10)
    }
  }
}
