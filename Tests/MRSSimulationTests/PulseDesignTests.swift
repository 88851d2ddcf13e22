import Foundation
import MRSCore
import MRSSimulation
import Numerics
import Testing

@Suite("Design of pulses, against the Bloch equations integrated by Runge and Kutta")
struct PulseDesignTests {
  /// dM/dt = ω × M with ω = 2π·(Re b, Im b, offset), four stages, four steps a sample.
  static func bloch(_ pulse: RFPulse, offset: Double, start: SIMD3<Double>) -> SIMD3<Double> {
    var magnetisation = start
    let substeps = 4
    let step = pulse.dwellTime / Double(substeps)
    for i in pulse.waveform.indices {
      let field = SIMD3(pulse.waveform.real[i], pulse.waveform.imaginary[i], offset) * (2 * Double.pi)
      func slope(_ m: SIMD3<Double>) -> SIMD3<Double> {
        let x: Double = field.y * m.z - field.z * m.y
        let y: Double = field.z * m.x - field.x * m.z
        let z: Double = field.x * m.y - field.y * m.x
        return SIMD3(x, y, z)
      }
      for _ in 0..<substeps {
        let k1 = slope(magnetisation)
        let half = step / 2
        let k2 = slope(magnetisation + half * k1)
        let k3 = slope(magnetisation + half * k2)
        let k4 = slope(magnetisation + step * k3)
        let between: SIMD3<Double> = k2 + k3
        let ends: SIMD3<Double> = k1 + k4
        magnetisation += (step / 6) * (ends + 2.0 * between)
      }
    }
    return magnetisation
  }

  static func excited(_ pulse: RFPulse, at offset: Double) -> Double {
    let m = bloch(pulse, offset: offset, start: SIMD3(0, 0, 1))
    return (m.x * m.x + m.y * m.y).squareRoot()
  }

  /// The share of M₊ that a pulse between crushers turns into M₊*: M₊ → β²·M₊* + …, from what becomes of x and y.
  static func refocused(_ pulse: RFPulse, at offset: Double) -> Double {
    let x = bloch(pulse, offset: offset, start: SIMD3(1, 0, 0))
    let y = bloch(pulse, offset: offset, start: SIMD3(0, 1, 0))
    let real = (x.x - y.y) / 2
    let imaginary = (x.y + y.x) / 2
    return (real * real + imaginary * imaginary).squareRoot()
  }

  /// The full width at half of the value on resonance, by 2 Hz steps and a straight line.
  static func width(_ response: (Double) -> Double) -> Double {
    let half = response(0) / 2
    func edge(_ direction: Double) -> Double {
      var (offset, value) = (0.0, 2 * half)
      while value > half, offset < 1e5 {
        let next = response(direction * (offset + 2))
        if next <= half { return offset + 2 * (value - half) / (value - next) }
        (offset, value) = (offset + 2, next)
      }
      return offset
    }
    return edge(1) + edge(-1)
  }

  static func sinc() throws -> RFPulse { try .windowedSinc(duration: 2.6e-3, bandwidth: .hertz(2200)) }
  static func slr() throws -> RFPulse { try .shinnarLeRoux(duration: 5e-3, bandwidth: .hertz(1300)) }
  static func passage() throws -> RFPulse { try .hyperbolicSecant(duration: 4e-3, bandwidth: .hertz(4000)) }

  /// Runge–Kutta steps of 2.5 µs in fields of up to some kHz.
  static let integration = 1e-6

  @Test("The sinc's profile has the bandwidth it was designed for, to 2 %, and its flip angle is 2π∫γB₁/2π dt")
  func windowedSinc() throws {
    let pulse = try Self.sinc()
    #expect(abs(Self.width { Self.excited(pulse, at: $0) } / 2200 - 1) < 0.02)
    #expect(abs(pulse.bandwidth.hertz / 2200 - 1) < 1e-4)
    let flip = 2 * Double.pi * pulse.dwellTime * pulse.waveform.real.reduce(0, +)
    #expect(abs(flip - .pi / 2) < 1e-12)
    // 90° about x turns z to −y.
    let m = Self.bloch(pulse, offset: 0, start: SIMD3(0, 0, 1))
    #expect(abs(m.z) < Self.integration && abs(m.y + 1) < Self.integration)
  }

  @Test("The sinc's passband is flat to 1 % over half the slice, and what is outside 1.5 slices stays below 3 %")
  func windowedSincBands() throws {
    let pulse = try Self.sinc()
    for share in stride(from: 0, through: 0.25, by: 0.025) {
      #expect(Self.excited(pulse, at: share * 2200) > 0.99, "at \(share) slices")
    }
    for share in stride(from: 0.72, through: 3, by: 0.04) {
      #expect(Self.excited(pulse, at: share * 2200) < 0.03, "at \(share) slices")
    }
  }

  @Test(
    "Other flip angles and lengths are met too",
    arguments: [(30.0, 1.5e-3, 3000.0), (60, 4e-3, 1500), (90, 8e-3, 2000)])
  func otherSincs(flip: Double, duration: Double, bandwidth: Double) throws {
    let pulse = try RFPulse.windowedSinc(flip: .degrees(flip), duration: duration, bandwidth: .hertz(bandwidth))
    #expect(abs(Self.width { Self.excited(pulse, at: $0) } / bandwidth - 1) < 0.02)
    #expect(abs(Self.excited(pulse, at: 0) - sin(flip * .pi / 180)) < Self.integration)
  }

  @Test("Rephased by its isodelay, the excited slice is in phase: within 3° over half the slice")
  func isodelay() throws {
    let pulse = try Self.sinc()
    for share in stride(from: -0.25, through: 0.25, by: 0.05) {
      let offset = share * 2200
      let m = Self.bloch(pulse, offset: offset, start: SIMD3(0, 0, 1))
      let rephased = Complex(m.x, m.y) * Complex(length: 1, phase: -2 * .pi * offset * pulse.isodelay)
      // From z about x to −y.
      let phase = (rephased * Complex(0, 1)).phase
      #expect(abs(phase) < 3 * .pi / 180, "at \(share) slices: \(phase)")
    }
  }

  @Test("The SLR pulse refocuses at least 98 % in the middle 70 % of the slice and at most 1 % outside of 1.3 slices")
  func shinnarLeRoux() throws {
    let pulse = try Self.slr()
    #expect(abs(Self.width { Self.refocused(pulse, at: $0) } / 1300 - 1) < 0.02)
    for share in stride(from: 0, through: 0.35, by: 0.025) {
      #expect(Self.refocused(pulse, at: share * 1300) > 0.98, "at \(share) slices")
      #expect(Self.refocused(pulse, at: -share * 1300) > 0.98, "at -\(share) slices")
    }
    for share in stride(from: 0.66, through: 3, by: 0.03) {
      #expect(Self.refocused(pulse, at: share * 1300) < 0.01, "at \(share) slices")
    }
  }

  @Test("Refocusing keeps the phase: β² is that of a rotation about x delayed by half the pulse")
  func refocusedPhase() throws {
    let pulse = try Self.slr()
    for offset in [-400.0, 0, 250] {
      let x = Self.bloch(pulse, offset: offset, start: SIMD3(1, 0, 0))
      let y = Self.bloch(pulse, offset: offset, start: SIMD3(0, 1, 0))
      // M₊ → β²·M₊*: from x (x.x + i·x.y), from y −i·(y.x + i·y.y), half of the difference leaves what M₊ becomes.
      let passed = Complex((x.x - y.y) / 2, (x.y + y.x) / 2)
      #expect(abs(passed.phase) < 0.02, "\(offset) Hz: \(passed.phase)")
    }
  }

  @Test("The adiabatic passage refocuses at least 98 % in the middle 60 % of its band, B₁ 10 % off or not")
  func hyperbolicSecant() throws {
    let pulse = try Self.passage()
    #expect(abs(Self.width { Self.refocused(pulse, at: $0) } / 4000 - 1) < 0.02)
    for share in stride(from: -0.3, through: 0.3, by: 0.05) {
      for factor in [0.9, 1, 1.3] {
        let efficiency = Self.refocused(pulse.scaled(by: factor), at: share * 4000)
        #expect(efficiency > (factor < 1 ? 0.96 : 0.98), "at \(share) bands, B₁ × \(factor)")
      }
    }
    #expect(Self.refocused(pulse, at: 3000) < 0.01)
  }

  @Test("The package's own rotations are those of the integrated equations")
  func rotations() throws {
    for pulse in [try Self.sinc(), try Self.slr(), try Self.passage()] {
      for offset in [-1700.0, -300, 0, 900] {
        let rotation = pulse.profile.rotation(at: offset)
        let m = Self.bloch(pulse, offset: offset, start: SIMD3(0, 0, 1))
        #expect((rotation.transverse - Complex(m.x, m.y)).length < Self.integration)
        #expect(abs(rotation.longitudinal - m.z) < Self.integration)
        #expect(abs(rotation.refocusing - Self.refocused(pulse, at: offset)) < Self.integration)
      }
    }
  }

  @Test("What cannot be designed is refused with the field, its value and the range")
  func refusals() throws {
    #expect(throws: SimulationError.self) { try RFPulse.windowedSinc(duration: 1e-3, bandwidth: .hertz(500)) }
    let error = #expect(throws: SimulationError.self) {
      try RFPulse.shinnarLeRoux(duration: -1, bandwidth: .hertz(500))
    }
    #expect(error?.description == "pulse slr180: 'duration' is -1000.0 ms; expected above 0 and below 100 ms")
    #expect(throws: SimulationError.self) {
      try RFPulse.hyperbolicSecant(duration: 4e-3, bandwidth: .hertz(20000), points: 100)
    }
  }
}
