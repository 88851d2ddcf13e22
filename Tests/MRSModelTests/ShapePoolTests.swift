import MRSCore
import MRSModel
import Numerics
import Testing

@Suite("Shapes that spectra draw")
struct ShapePoolTests {
  private static let acquisition = Acquisition(
    spectrometerFrequency: .megahertz(123.25), dwellTime: 0.0005, points: 512, carrierShift: .ppm(4.65))

  private static let model: ForwardModel = {
    func line(_ name: String, _ shifts: [Double]) -> BasisFunction {
      BasisFunction(
        name: name,
        signal: .lines(
          TransitionLines(
            frequencies: shifts.map { acquisition.offset(of: .ppm($0)).hertz },
            amplitudes: ComplexVector(real: shifts.map { _ in 1 }, imaginary: shifts.map { _ in 0 }))))
    }
    return ForwardModel(
      basis: BasisSet(
        functions: [line("Fat", [1.6, 2.24]), line("Small", [3.2])], acquisition: acquisition, source: "test"),
      acquisition: acquisition)
  }()

  private static let fat = UncertainShape(
    name: "Fat", parts: [.init(shift: 2.24, signal: 1), .init(shift: 1.6, signal: 1)], reference: "Fat", ratio: 1,
    relaxationTime: 0.055)

  @Test("A function's parts add up to it, and each has only what is near it")
  func parts() {
    let signal = Self.model.signals[0]
    let parts = Self.fat.parts(of: signal, naturalWidth: 6, on: Self.acquisition)
    #expect((parts[0] + parts[1] - signal).energy < 1e-18 * signal.energy)
    let transform = FourierTransform(count: 512)
    let decay = Lineshape(lorentzian: 6).decay(on: Self.acquisition)
    func height(_ part: ComplexVector, at shift: Double) -> Double {
      let spectrum = transform.centredSpectrum(of: part * decay, dwellTime: Self.acquisition.dwellTime)
      let offset = Self.acquisition.offset(of: .ppm(shift)).hertz / Self.acquisition.frequencyStep
      return spectrum[256 + Int(offset.rounded())].length
    }
    #expect(height(parts[0], at: 2.24) > 50 * height(parts[0], at: 1.6))
    #expect(height(parts[1], at: 1.6) > 50 * height(parts[1], at: 2.24))
  }

  @Test("Fat takes another shape in each spectrum, the others keep theirs, the same seed gives the same")
  func draws() {
    let pool = ShapePool(
      of: [Self.fat], families: ShapeFamilies(), model: Self.model, naturalWidths: [6, 5], count: 16,
      stream: RandomStream(seed: 1))
    var stream = RandomStream(seed: 2)
    let (one, two) = (pool.drawn(for: Self.model, using: &stream), pool.drawn(for: Self.model, using: &stream))
    #expect(one.signals[1] == Self.model.signals[1] && two.signals[1] == Self.model.signals[1])
    #expect(one.signals[0] != two.signals[0] && one.signals[0] != Self.model.signals[0])
    var again = RandomStream(seed: 2)
    #expect(pool.drawn(for: Self.model, using: &again).signals == one.signals)
  }
}
