import Foundation
import MRSCore
import MRSSimulation
import Numerics
import Testing

@Suite("Sequences against closed forms")
struct SequenceTests {
  /// A field a hundred times higher than 3 T makes J/Δ of AX 2e-4, the size of the terms that closed forms leave out.
  static let strong = Acquisition(
    spectrometerFrequency: .megahertz(12325), dwellTime: 5e-6, points: 1024, carrierShift: .ppm(2.5))
  static let weakCoupling = 1e-3

  static let coupling = 7.3
  static let shifts = (a: 3.9, x: 1.3)
  static let ax = SpinSystem(
    shifts: [.ppm(shifts.a), .ppm(shifts.x)], couplings: [.init(0, 1, hertz: coupling)])

  /// The sum of the lines within 30 Hz of A and of X.
  static func signals(_ sequence: PulseSequence) throws -> (a: Complex<Double>, x: Complex<Double>) {
    let lines = try SimulationTests.lines(ax, sequence, tolerance: 0, at: strong)
    func sum(near ppm: Double) -> Complex<Double> {
      lines.frequencies.indices
        .filter { abs(lines.frequencies[$0] - strong.offset(of: .ppm(ppm)).hertz) < 30 }
        .reduce(Complex<Double>.zero) { $0 + lines.amplitudes[$1] }
    }
    return (sum(near: shifts.a), sum(near: shifts.x))
  }

  @Test(
    "AX under spin echo, PRESS and semi-LASER is cos(π·J·TE) in phase, whatever the shifts",
    arguments: [0.010, 0.030, 0.068, 0.137])
  func inPhase(echoTime: Double) throws {
    let cosine = cos(Double.pi * Self.coupling * echoTime)
    for sequence in [
      PulseSequence.spinEcho(echoTime: echoTime), .press(firstEchoTime: echoTime / 4, secondEchoTime: 3 * echoTime / 4),
      .semiLASER(echoTime: echoTime),
    ] {
      #expect(abs(sequence.echoTime - echoTime) < 1e-15)
      let signals = try Self.signals(sequence)
      #expect((signals.a - Complex(cosine)).length < Self.weakCoupling, "\(sequence.name)")
      #expect((signals.x - Complex(cosine)).length < Self.weakCoupling, "\(sequence.name)")
    }
  }

  /// By product operators, with c = cos(πJτ), s = sin(πJτ), τ = TE/2, Δ = ω_A − ω_X, the signal of an uncoupled spin as
  /// unit: A₋ through A_z gives c²; antiphase A₊X_z becomes zero-quantum coherence of A and X, which turns by Δ·TM and
  /// comes back as antiphase of both spins,
  ///
  ///     S_A = c² − ½·s²·cos(Δ·TM)·(1 − exp(iΔτ)),   S_X = c² − ½·s²·cos(Δ·TM)·(1 − exp(−iΔτ)).
  @Test(
    "AX under STEAM is c² plus the zero-quantum path, modulated by TM and by the shift difference",
    arguments: [(0.020, 0.010), (0.020, 0.010003), (0.050, 0.0317), (0.1003, 0.0122)])
  func stimulatedEcho(echoTime: Double, mixingTime: Double) throws {
    let signals = try Self.signals(.steam(echoTime: echoTime, mixingTime: mixingTime))
    let tau = echoTime / 2
    let (c, s) = (cos(Double.pi * Self.coupling * tau), sin(Double.pi * Self.coupling * tau))
    let delta = 2 * Double.pi * (Self.shifts.a - Self.shifts.x) * Self.strong.spectrometerFrequency.megahertz
    func expected(_ sign: Double) -> Complex<Double> {
      Complex(c * c) - Complex(0.5 * s * s * cos(delta * mixingTime))
        * (1 - Complex(length: 1, phase: sign * delta * tau))
    }
    #expect((signals.a - expected(1)).length < Self.weakCoupling)
    #expect((signals.x - expected(-1)).length < Self.weakCoupling)
  }

  @Test("A stimulated echo holds half the magnetisation, a spin echo all of it; basis functions are in units of that")
  func references() throws {
    func reference(_ sequence: PulseSequence) throws -> Complex<Double> {
      try BasisSimulator(sequence: sequence, acquisition: Self.strong).reference()
    }
    #expect(try reference(.press(firstEchoTime: 0.012, secondEchoTime: 0.018)) == 1)
    #expect(try reference(.semiLASER(echoTime: 0.03)) == 1)
    #expect((try reference(.steam(echoTime: 0.02, mixingTime: 0.01)) - Complex(0.5)).length < 1e-12)
    let singlet = SpinSystem(shifts: [.ppm(3.2)])
    let lines = try SimulationTests.lines(singlet, .steam(echoTime: 0.02, mixingTime: 0.01))
    #expect((lines.total - Complex(1)).length < 1e-12)
  }

  @Test("Crushers: a refocusing pulse of 120° leaves sin²(60°) between them, with the phase of a 180°")
  func imperfectRefocusing() throws {
    let sequence = PulseSequence(
      name: "ECHO", echoTime: 0.02,
      events: [
        .pulse(.degrees(90), phase: .degrees(90)), .select(order: 1), .delay(0.01),
        .pulse(.degrees(120), phase: .degrees(0)), .select(order: -1), .delay(0.01),
      ])
    let reference = try BasisSimulator(sequence: sequence, acquisition: Self.strong).reference()
    #expect((reference - Complex(0.75)).length < 1e-12)
  }

  @Test("A sequence whose crushers leave nothing is refused")
  func nothingLeft() throws {
    let sequence = PulseSequence(
      name: "NONE", echoTime: 0, events: [.pulse(.degrees(90), phase: .degrees(90)), .select(order: 1)])
    #expect(throws: SimulationError.noSignal(sequence: "NONE")) {
      try BasisSimulator(sequence: sequence, acquisition: Self.strong).reference()
    }
  }

  @Test("Pulses that do not fit are refused with the interval, what it has and what it needs")
  func tooShort() throws {
    let error = #expect(throws: SimulationError.self) {
      try PulseSequence.press(
        firstEchoTime: 0.004, secondEchoTime: 0.020, excitation: PulseDesignTests.sinc(),
        refocusing: PulseDesignTests.slr(), transmitterShift: .ppm(3))
    }
    #expect(error?.description.hasPrefix("PRESS: the interval TE1/2 is 2.0 ms, its pulses need 3.8") == true)
  }
}
