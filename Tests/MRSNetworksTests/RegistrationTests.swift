import Foundation
import MRSCore
import MRSNetworks
import Numerics
import Testing

@Suite("Registration of spectra by fat")
struct RegistrationTests {
  static let acquisition = Acquisition(
    spectrometerFrequency: .megahertz(123.25), dwellTime: 0.0005, points: 1024, carrierShift: .ppm(4.65))
  static let encoder = SpectrumEncoder(acquisition: acquisition, window: .ppm(0.4) ... .ppm(4.4), scale: 1)
  static let step: FeatureRecipe.RegistrationStep? = try? JSONDecoder().decode(
    FeatureRecipe.RegistrationStep.self,
    from: Data(
      """
      {"lines": [{"shift": 1.30, "t2": 60}, {"shift": 0.90, "t2": 50}, {"shift": 2.02, "t2": 60},
        {"shift": 2.24, "t2": 55}, {"shift": 1.60, "t2": 55}, {"shift": 2.76, "t2": 60}, {"shift": 4.20, "t2": 50}],
      "regionLines": 5, "ownWidth": 1.5, "broadShifts": [0.90, 1.20, 1.40, 1.70, 2.05, 2.25], "broadWidth": 67,
      "broadAmplitude": 5,
      "regionLow": 0.5, "regionHigh": 2.6, "lowestWidth": 3, "highestWidth": 46, "widths": 40, "reach": 16,
      "searchWidth": 12, "shiftShare": 1, "phaseShare": 1, "iterations": 2}
      """.utf8))
  static let amplitudes = [100.0, 15, 12, 12, 9, 3, 5]

  /// Fat as its formula has it: Voigt lines, all moved, turned and broadened alike, in white noise.
  static func fat(
    shift: Double, width: Double, phase: Double, height: Double = 1, noise: Double = 0, seed: UInt64 = 1
  ) -> FID {
    var stream = RandomStream(seed: seed)
    var samples = ComplexVector(zeros: acquisition.points)
    for n in samples.indices {
      let t = Double(n) * acquisition.dwellTime
      let gauss = Double.pow(Double.pi * width * t, 2) / (4 * Double.log(2))
      for (line, amplitude) in zip(step?.lines ?? [], amplitudes) {
        let frequency = (line.shift - 4.65) * 123.25 + shift
        let damping = t * (1000 / line.t2 + 1.5 * Double.pi) + gauss
        let size: Double = height * amplitude * Double.exp(-damping)
        samples[n] += Complex(length: size, phase: 2 * Double.pi * frequency * t + phase)
      }
      samples[n] += Complex(noise * stream.normal(), noise * stream.normal())
    }
    return FID(samples: samples, acquisition: acquisition)
  }

  static let truths: [(shift: Double, width: Double, phase: Double)] = [
    (shift: 0.0, width: 5.0, phase: 0.0), (3.3, 8, 0.4), (-7.9, 12, -0.3), (11.2, 20, 0.2), (-4.4, 40, -0.5),
  ]

  @Test("Shift, width, phase and height of made-up fat are found, narrow and broad")
  func recovery() throws {
    let registration = Registration(try #require(Self.step), encoder: Self.encoder)
    let fids = Self.truths.map { Self.fat(shift: $0.shift, width: $0.width, phase: $0.phase, height: 0.7) }
    let found = registration.registered(fids, noises: fids.map { _ in 1e-3 })
    for (place, truth) in Self.truths.enumerated() {
      // A shift within the window turns it as if it were periodic; widths lie a factor of 1.07 apart. At 40 Hz methylene
      // and methyl are one hump, and what they lack is taken for broad signals.
      let isBroad = truth.width > 30
      #expect(abs(found.shifts[place] - truth.shift) < (isBroad ? 0.08 : 0.02) * truth.width, "shift \(place)")
      #expect(abs(found.widths[place] / truth.width - 1) < 0.04, "width \(place)")
      #expect(abs(found.phases[place] - truth.phase) < (isBroad ? 0.15 : 0.03), "phase \(place)")
      #expect(abs(found.logFats[place] - .log(70)) < 0.05, "height \(place)")
    }
  }

  @Test("A registered spectrum is that of fat in its place and in phase, or a share of the way there")
  func windows() throws {
    let plain = Self.fat(shift: 0, width: 8, phase: 0)
    let moved = Self.fat(shift: 3, width: 8, phase: 0.4)
    let range = Self.encoder.firstPoint..<Self.encoder.firstPoint + Self.encoder.points
    let spectrum = FourierTransform(count: 1024).centredSpectrum(of: plain.samples, dwellTime: 0.0005)
    let height = spectrum[range].magnitude.max() ?? 1
    func distance(_ step: FeatureRecipe.RegistrationStep) -> Double {
      let found = Registration(step, encoder: Self.encoder).registered([moved], noises: [1e-3]).windows.column(0)
      return zip(found, Array(spectrum.real[range]) + Array(spectrum.imaginary[range])).map { abs($0 - $1) }.max() ?? 0
    }
    let whole = try #require(Self.step)
    #expect(distance(whole) < 0.02 * height)
    var half = whole
    half.shiftShare = 0.5
    #expect(distance(half) > 0.05 * height)
    half.shiftShare = 1
    half.phaseShare = 0
    #expect(distance(half) > 0.2 * height)
  }

  @Test("White noise is estimated as NoiseEstimate has it")
  func noise() throws {
    let fids = (0..<5).map { Self.fat(shift: 0, width: 9, phase: 0, noise: 0.5, seed: 10 + UInt64($0)) }
    let found = Registration(try #require(Self.step), encoder: Self.encoder).registered(fids).noises
    for (one, fid) in zip(found, fids) {
      #expect(abs(one / NoiseEstimate(of: fid).spectral - 1) < 1e-9)
    }
  }
}
