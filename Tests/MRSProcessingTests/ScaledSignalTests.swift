import Foundation
import MRSCore
import MRSModel
import MRSProcessing
import Numerics
import Testing

/// Scans made of lines here, not by the package's own model, so that both cannot be wrong in the same way.
@Suite("ScaledSignal: one way from scan and water to mM")
struct ScaledSignalTests {
  static let tissue = TissueWater(
    protonConcentration: 80_000, protonConcentrationVariation: 0.05, density: 1.06,
    relaxation: Relaxation(t1: 0.8, t2: 0.025), t1Deviation: 0.07, t2Deviation: 0.0035)
  /// At an echo time of zero and a long repetition time nothing relaxes.
  static let model = WaterModel(tissue: tissue, echoTime: 0, repetitionTime: 100)
  static let gain = 5.0
  typealias Lines = [(ppm: Double, amplitude: Double, width: Double)]

  /// Lines as (ppm, amplitude, Lorentz width Hz), Gauss-broadened, `offset` Hz off resonance, with white noise.
  static func fid(
    _ lines: Lines, gaussian: Double = 8, offset: Double = 0,
    points: Int = 1024, noise: Double = 0.2, seed: UInt64 = 1
  ) -> FID {
    let acquisition = Acquisition(
      spectrometerFrequency: .megahertz(123.25), dwellTime: 5e-4, points: points, sequence: "PRESS", echoTime: 0.03,
      repetitionTime: 2)
    var stream = RandomStream(seed: seed)
    var samples = ComplexVector(zeros: points)
    for n in 0..<points {
      let t = acquisition.time(ofSample: n)
      let argument = Double.pi * gaussian * t
      var sum = Complex(gain * noise * stream.normal(), gain * noise * stream.normal())
      for line in lines {
        sum +=
          Complex(
            length: gain * line.amplitude * .exp(-.pi * line.width * t - argument * argument / (4 * .log(2))),
            phase: 2 * .pi * ((line.ppm - 4.65) * 123.25 + offset) * t + 0.7)
      }
      samples[n] = sum
    }
    return FID(samples: samples, acquisition: acquisition)
  }

  static let metabolites: Lines = [(3.03, 24.0, 5.0), (3.2, 20.0, 5.0), (2.01, 30.0, 5.0)]
  static let water: Lines = [(4.65, 80_000.0, 12.7)]

  static func signal(_ scan: FID, _ water: FID?) throws -> ScaledSignal {
    try ScaledSignal(
      scan: FIDArray(scan), water: water.map { FIDArray($0) }, steps: .withoutEddyCurrents, model: model)
  }

  static func codes(_ signal: ScaledSignal) -> [Doubt.Code] { signal.doubts.map(\.code) }

  @Test(
    "Water of 8 to 40 Hz and up to 150 Hz off gives the receiver's gain within 2 %, and no doubt of its place is kept back"
  )
  func broadAndShifted() throws {
    for (gaussian, offset) in [(8.0, 0.0), (27, 0), (40, 0), (10, -150), (10, 150), (40, -150), (40, 150)] {
      let signal = try Self.signal(
        Self.fid(Self.metabolites, gaussian: gaussian, offset: offset),
        Self.fid(Self.water, gaussian: gaussian, offset: offset, seed: 2))
      let found = try #require(signal.water)
      #expect(abs(found.gain / Self.gain - 1) < 0.02, "\(gaussian) Hz, \(offset) Hz: \(found.gain)")
      #expect(found.fatFraction < 0.002)
      #expect(abs(found.frequency - offset) < 1)
      #expect(Self.codes(signal).contains(.waterOffset) == (abs(offset) > 45))
    }
  }

  @Test("Fat as tall as water is not taken for water")
  func fatAsTall() throws {
    let line = try WaterLine(of: Self.fid([(4.65, 1000, 12), (1.3, 1500, 6), (0.9, 200, 6)], offset: 90))
    #expect(abs(line.offset.hertz - 90) < 2)
  }

  @Test("Scan and water swapped, or water that is missing, is said of the water")
  func swapped() throws {
    let (scan, water) = (Self.fid(Self.metabolites), Self.fid(Self.water, seed: 2))
    #expect(throws: ProcessingError.self) { try Self.signal(water, scan) }
    let residual = Self.fid(Self.metabolites + [(4.65, 60, 5)], seed: 3)
    #expect(Self.codes(try Self.signal(water, residual)).contains(.waterSwapped))
    let nothing = FID(samples: ComplexVector(zeros: 1024), acquisition: scan.acquisition)
    #expect(throws: ProcessingError.inSignal("the water scan", .noSignal(what: "the water line"))) {
      try Self.signal(scan, nothing)
    }
  }

  @Test("An ordinary scan and its water raise no doubt; each planted fault raises its own")
  func doubts() throws {
    let (scan, water) = (Self.fid(Self.metabolites), Self.fid(Self.water, seed: 2))
    #expect(Self.codes(try Self.signal(scan, water)).isEmpty)

    let top = 0.5 * (water.samples.real.map(abs).max() ?? 0)
    func cut(_ values: [Double]) -> [Double] { values.map { min(top, max(-top, $0)) } }
    let clipped = FID(
      samples: ComplexVector(real: cut(water.samples.real), imaginary: cut(water.samples.imaginary)),
      acquisition: water.acquisition)
    #expect(Self.codes(try Self.signal(scan, clipped)).contains(.waterClipped))
    #expect(Self.codes(try Self.signal(clipped, water)).contains(.signalClipped))

    let tiny = FID(samples: 1e-12 * water.samples, acquisition: water.acquisition)
    #expect(Self.codes(try Self.signal(scan, tiny)).contains(.waterScaleImplausible))

    let real = FID(
      samples: ComplexVector(real: scan.samples.real, imaginary: scan.samples.real.map { _ in 0 }),
      acquisition: scan.acquisition)
    #expect(Self.codes(try Self.signal(real, water)).contains(.singleChannel))

    var field = water
    field.acquisition.spectrometerFrequency = .megahertz(63.87)
    #expect(Self.codes(try Self.signal(scan, field)).contains(.waterMismatch))

    let apodised = scan.broadened(byLorentzian: .hertz(5))
    #expect(Self.codes(try Self.signal(apodised, nil)) == [.noiseNotWhite])
    #expect(Self.codes(try Self.signal(scan.resized(to: 4096), nil)) == [.noiseNotWhite])

    let residual = Self.fid(Self.metabolites + [(4.65, 3000, 5)], seed: 3)
    #expect(Self.codes(try Self.signal(residual, water)).contains(.residualWater))
  }

  @Test("Rows that differ in turn are doubted before they are averaged, rows that do not are not")
  func alternatingRows() throws {
    func rows(_ other: Lines) -> FIDArray {
      let rows = (0..<8).map { Self.fid($0.isMultiple(of: 2) ? Self.metabolites : other, seed: UInt64(10 + $0)) }
      return FIDArray(acquisition: rows[0].acquisition, coils: 1, averages: 8, samples: rows.map(\.samples))
    }
    func codes(_ scan: FIDArray) throws -> [Doubt.Code] {
      Self.codes(try ScaledSignal(scan: scan, steps: .withoutEddyCurrents, model: nil))
    }
    #expect(try codes(rows([(3.03, 24, 5), (3.2, 20, 5), (2.01, 3, 5)])) == [.alternatingRows])
    #expect(try codes(rows(Self.metabolites)).isEmpty)
  }

  @Test("One FID with a sample that is no number is refused with that reason")
  func notFinite() {
    var scan = Self.fid(Self.metabolites)
    scan.samples.real[7] = .nan
    let (broken, water) = (scan, Self.fid(Self.water, seed: 2))
    #expect(throws: ProcessingError.inSignal("the scan", .samplesNotFinite(count: 1, of: 1024))) {
      try Self.signal(broken, water)
    }
    #expect(throws: ProcessingError.inSignal("the water scan", .samplesNotFinite(count: 1, of: 1024))) {
      try Self.signal(Self.fid(Self.metabolites), broken)
    }
  }

  @Test("What is wrong with scan or water is said in the names of their files")
  func names() throws {
    let names = SignalNames(scan: "act.nii", water: "ref.nii")
    func signal(_ scan: FID, _ water: FID) throws -> ScaledSignal {
      try ScaledSignal(
        scan: FIDArray(scan), water: FIDArray(water), steps: .withoutEddyCurrents, model: Self.model, names: names)
    }
    let (scan, water) = (Self.fid(Self.metabolites), Self.fid(Self.water, seed: 2))
    var broken = water
    broken.samples.real[7] = .nan
    let faults: [(FID, FID, String)] = [
      (broken, water, "act.nii: 1 of the 1024"), (scan, broken, "ref.nii: 1 of the 1024"),
      (scan, water.resized(to: 512), "ref.nii: the water reference does not fit"),
      (water, scan, "ref.nii: the water scan holds no water line"),
    ]
    for (scan, water, text) in faults {
      let error = #expect(throws: ProcessingError.self) { try signal(scan, water) }
      #expect(error.map(String.init(describing:))?.hasPrefix(text) == true, "\(String(describing: error))")
    }
    let real = FID(
      samples: ComplexVector(real: water.samples.real, imaginary: water.samples.real.map { _ in 0 }),
      acquisition: water.acquisition)
    #expect(try signal(scan, real).doubts.contains(.inFile("ref.nii", .singleChannel(empty: "imaginary"))))
  }

  @Test("The noise of a signal that was apodised or filled with zeros is not underestimated by much")
  func noise() {
    let scan = Self.fid(Self.metabolites)
    let spectral = NoiseEstimate(of: scan).spectral
    // Zeros change no point's noise.
    #expect(abs(NoiseEstimate(of: scan.resized(to: 4096)).spectral / spectral - 1) < 1e-9)
    // σ² of the spectrum falls with Σexp(−2π·w·t): √(1/(2π·5·T)) for 5 Hz over T = 0.512 s.
    let expected = spectral * (1 / (2 * .pi * 5 * 0.512)).squareRoot()
    let found = NoiseEstimate(of: scan.broadened(byLorentzian: .hertz(5))).spectral
    #expect(found > 0.5 * expected && found < 2 * expected, "\(found), \(expected)")
  }

  @Test("A list of steps survives JSON, reads with options left out, and its records with it")
  func coding() throws {
    let steps = [ProcessingStep].consensus
    #expect(try JSONDecoder().decode([ProcessingStep].self, from: JSONEncoder().encode(steps)) == steps)
    let short = Data(#"[{"step": "combineCoils"}, {"step": "alignAverages", "largestShift": 12}]"#.utf8)
    #expect(
      try JSONDecoder().decode([ProcessingStep].self, from: short)
        == [.combineCoils(), .alignAverages(SpectralRegistration(largestShift: .hertz(12)))])
    let signal = try Self.signal(Self.fid(Self.metabolites), Self.fid(Self.water, seed: 2))
    let records = try JSONDecoder().decode([ProcessingRecord].self, from: JSONEncoder().encode(signal.records))
    #expect(records == signal.records)
  }

  @Test("A signal cut off for a few samples is told; whole numbers, of noise or of a scan, are not taken for it")
  func clipping() throws {
    let (scan, water) = (Self.fid([(1.3, 900, 25), (3.2, 30, 6)]), Self.fid(Self.water, seed: 2))
    func isTold(_ change: (Double) -> Double) throws -> Bool {
      let changed = FID(
        samples: ComplexVector(real: scan.samples.real.map(change), imaginary: scan.samples.imaginary.map(change)),
        acquisition: scan.acquisition)
      return Self.codes(try Self.signal(changed, water)).contains(.signalClipped)
    }
    let largest = (scan.samples.real + scan.samples.imaginary).map(abs).max() ?? 0
    for share in [0.4, 0.6] { #expect(try isTold { min(max($0, -share * largest), share * largest) }, "\(share)") }
    for heights in [20, 100, 32_768] as [Double] {
      #expect(try !isTold { ($0 / largest * heights).rounded() }, "\(heights)")
    }
    // Noise of a converter's last bits: by chance many samples are largest.
    var stream = RandomStream(seed: 5)
    let rows = (0..<8 * 128).map { _ in
      let bits = (0..<512).map { _ in (30 * stream.normal()).rounded() }
      return ComplexVector(real: Array(bits[..<256]), imaginary: Array(bits[256...]))
    }
    let acquisition = Self.fid([], points: 256).acquisition
    let noise = try SignalSet(scan: FIDArray(acquisition: acquisition, coils: 8, averages: 128, samples: rows))
    #expect(noise.doubts.isEmpty)
  }
}
