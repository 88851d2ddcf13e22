import MRSCore
import MRSModel
import Numerics
import Testing

@Suite("ForwardModel")
struct ForwardModelTests {
  static let acquisition = Acquisition(
    spectrometerFrequency: .megahertz(123.25), dwellTime: 5e-4, points: 512, echoTime: 0.03, repetitionTime: 2)

  static func model(_ shifts: [Double], attenuations: [String: Double] = [:]) -> ForwardModel {
    ForwardModel(
      basis: BasisSet(
        functions: shifts.enumerated().map { k, ppm in
          BasisFunction(
            name: "S\(k)",
            signal: .lines(
              TransitionLines(
                frequencies: [acquisition.offset(of: .ppm(ppm)).hertz],
                amplitudes: ComplexVector(real: [9], imaginary: [0]))))
        }, acquisition: acquisition, source: "test"),
      acquisition: acquisition, attenuations: attenuations)
  }

  @Test("One line is a·w·9·exp(iφ)·exp(2πi·(f + Δ + δ)·t)·exp(−πLt)·exp(−(πGt)²/(4·ln 2))")
  func oneLine() {
    let parameters = SignalParameters(
      amounts: [2.5], shifts: [1.5], lorentzians: [6], gaussian: 9, frequency: -2, phase: 0.7)
    let fid = Self.model([3.2], attenuations: ["S0": 0.6]).fid(parameters)
    let offset = Self.acquisition.offset(of: .ppm(3.2)).hertz
    for n in 0..<512 {
      let t = Self.acquisition.time(ofSample: n)
      let g = Double.pi * 9 * t
      let direct = Complex(
        length: 2.5 * 0.6 * 9 * .exp(-.pi * 6 * t - g * g / (4 * .log(2))),
        phase: 0.7 + 2 * .pi * (offset - 2 + 1.5) * t)
      #expect((fid.samples[n] - direct).length < 1e-9)
    }
  }

  @Test("The signal is linear in the amounts")
  func linear() {
    let model = Self.model([3.2, 1.3, 0.9])
    func signal(_ amounts: [Double]) -> ComplexVector {
      model.fid(
        SignalParameters(
          amounts: amounts, shifts: [0.3, -0.2, 1], lorentzians: [3, 9, 6], gaussian: 5, frequency: 2, phase: -0.3,
          delay: 3e-5)
      ).samples
    }
    let (a, b) = ([1.0, 0, 4], [0.0, 7, 2.5])
    let together = signal(zip(a, b).map { 2 * $0 + 3 * $1 })
    let apart = 2.0 * signal(a) + 3.0 * signal(b)
    #expect((together - apart).magnitude.allSatisfy { $0 < 1e-9 })
    #expect(signal([0, 0, 0]).energy == 0)
  }

  @Test("A delay is the first-order phase of the whole signal")
  func delay() {
    let model = Self.model([3.2, 1.3])
    var parameters = SignalParameters(amounts: [1, 2], shifts: [0, 0], lorentzians: [5, 5], gaussian: 3)
    let plain = model.fid(parameters)
    parameters.delay = 2e-5
    #expect(model.fid(parameters) == FourierTransform(count: plain.samples.count).delayed(plain, by: 2e-5))
    #expect(model.fid(parameters) != plain)
  }

  @Test("Relaxation leaves exp(−TE/T2)·(1 − exp(−TR/T1))")
  func relaxation() {
    let relaxation = Relaxation(t1: 1, t2: 0.03)
    #expect(abs(relaxation.attenuation(echoTime: 0.03, repetitionTime: 1e9) - .exp(-1)) < 1e-12)
    #expect(abs(relaxation.attenuation(echoTime: 0, repetitionTime: 1) - (1 - .exp(-1))) < 1e-12)
    #expect(
      abs(relaxation.attenuation(echoTime: 0.03, repetitionTime: 2) - .exp(-1) * (1 - .exp(-2))) < 1e-12)
  }
}
