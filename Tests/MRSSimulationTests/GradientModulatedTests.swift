import MRSCore
import MRSSimulation
import Numerics
import Testing

@Suite("Pulses under a modulated gradient")
struct GradientModulatedTests {
  /// As at 3 T from a body coil.
  static func goia() throws -> RFPulse { try .gradientModulated(duration: 3.5e-3, bandwidth: .hertz(20_000)) }

  /// |b|² at `place` slice widths, of spins `shift` Hz off the transmitter, by a plain product of matrices exp(−iHΔt).
  static func refocused(_ pulse: RFPulse, at place: Double, shift: Double) -> Double {
    var (a, b) = (Complex<Double>(1), Complex<Double>.zero)
    for i in pulse.waveform.indices {
      let offset = place * pulse.bandwidth.hertz * (pulse.gradient?[i] ?? 1) + shift
      let field = pulse.waveform[i]
      let size = (offset * offset + field.lengthSquared).squareRoot()
      let angle = Double.pi * size * pulse.dwellTime
      let (c, s) = (Double.cos(angle), Double.sin(angle) / size)
      let along = Complex(c, -s * offset)
      let across = Complex(0, -s) * field.conjugate
      (a, b) = (along * a + across * b, along.conjugate * b - across.conjugate * a)
    }
    return b.lengthSquared
  }

  @Test("GOIA turns a slice of 20 kHz round with less than 0.9 kHz of B₁, for half more of it as well")
  func profile() throws {
    let pulse = try Self.goia()
    #expect(abs(pulse.bandwidth.hertz / 20_000 - 1) < 0.05, "\(pulse.bandwidth.hertz)")
    #expect(pulse.peak.hertz < 900 && pulse.peak.hertz > 600, "\(pulse.peak.hertz)")
    let strong = pulse.scaled(by: 1.5)
    for place in stride(from: -0.4, through: 0.4, by: 0.1) {
      #expect(Self.refocused(pulse, at: place, shift: 0) > 0.95, "\(place)")
      #expect(Self.refocused(strong, at: place, shift: 0) > 0.95, "\(place)")
    }
    for place in [-0.8, -0.7, 0.7, 0.8] { #expect(Self.refocused(pulse, at: place, shift: 0) < 0.05, "\(place)") }
    #expect(
      abs(
        pulse.profile.response(of: .refocusing, at: 5000)
          - Self.refocused(pulse, at: 5000 / pulse.bandwidth.hertz, shift: 0)) < 1e-9)
  }

  @Test("2 ppm off at 3 T the slice is where it was, where that of a hyperbolic secant has moved by a sixteenth")
  func displacement() throws {
    let pulse = try Self.goia()
    func centre(_ pulse: RFPulse, _ shift: Double) -> Double {
      let places = Array(stride(from: -1.0, through: 1, by: 0.01))
      let weights = places.map { Self.refocused(pulse, at: $0, shift: shift) }
      return zip(places, weights).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +)
    }
    let secant = try RFPulse.hyperbolicSecant(duration: 4.5e-3, bandwidth: .hertz(4000))
    #expect(abs(centre(pulse, 250)) < 0.03, "\(centre(pulse, 250))")
    #expect(abs(centre(secant, 250) + 0.0625) < 0.01, "\(centre(secant, 250))")
  }

  @Test(
    "semi-LASER with it keeps of a singlet what the profiles do, on the transmitter and 3 ppm off: the grid reaches the bent slice"
  )
  func whole() throws {
    let acquisition = Acquisition(spectrometerFrequency: .megahertz(123.25), dwellTime: 0.5e-3, points: 64)
    let pulse = try Self.goia()
    let sequence = try PulseSequence.semiLASER(
      echoTime: 0.030, excitation: .windowedSinc(duration: 2.6e-3, bandwidth: .hertz(2200)), refocusing: pulse,
      transmitterShift: .ppm(4.3))
    // A pair along one axis leaves (b²)·(b²)* of each place.
    func area(_ shift: Double) -> Double {
      stride(from: -2.0, through: 2, by: 0.002).reduce(0) { sum, place in
        let share = Self.refocused(pulse, at: place, shift: shift)
        return sum + share * share
      }
    }
    let simulator = BasisSimulator(sequence: sequence, acquisition: acquisition)
    for ppm in [4.3, 1.3] {
      let molecule = Molecule(
        name: "X", title: "", source: "", parts: [.init(system: SpinSystem(shifts: [.ppm(ppm)]), copies: 1)])
      guard case .lines(let lines) = try simulator.basisFunction(of: molecule).signal else { throw CancellationError() }
      let first = lines.fid(on: acquisition).samples[0]
      let kept = area((ppm - 4.3) * 123.25) / area(0)
      #expect((first - Complex(kept * kept)).length < 2e-3, "\(ppm) ppm: \(first), \(kept * kept)")
      #expect(ppm == 4.3 || (0.88...0.95).contains(kept * kept))
    }
  }
}
