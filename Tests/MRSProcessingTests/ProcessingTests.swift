import MRSCore
import MRSProcessing
import Numerics
import Testing

@Suite("Processing of raw scans")
struct ProcessingTests {
  @Test("Spectral registration recovers known shifts and phases exactly from noiseless averages")
  func exactRegistration() {
    var random = RandomStream(seed: 3)
    var synthetic = SyntheticScan()
    synthetic.shifts = (0..<16).map { _ in random.uniform(in: -12...12) }
    synthetic.phases = (0..<16).map { _ in random.uniform(in: -1.2...1.2) }
    let scan = synthetic.make()
    let (aligned, corrections) = scan.aligned()
    // Between averages the truth is known; the common part is the middle average's.
    for i in 1..<16 {
      let shift = corrections[i].frequency.hertz - corrections[0].frequency.hertz
      let phase = corrections[i].phase.radians - corrections[0].phase.radians
      #expect(abs(shift + (synthetic.shifts[i] - synthetic.shifts[0])) < 1e-6)
      #expect(abs(phase + (synthetic.phases[i] - synthetic.phases[0])) < 1e-6)
      #expect((aligned.samples[i] - aligned.samples[0]).energy < 1e-10 * aligned.samples[0].energy)
    }
  }

  @Test("With noise, shifts are recovered within four times their Cramér–Rao bound")
  func noisyRegistration() {
    var random = RandomStream(seed: 5)
    var synthetic = SyntheticScan()
    synthetic.averages = 64
    synthetic.noise = 0.5
    synthetic.shifts = (0..<64).map { _ in random.normal(mean: 0, deviation: 5) }
    synthetic.phases = (0..<64).map { _ in random.normal(mean: 0, deviation: 0.35) }
    let (_, corrections) = synthetic.make().aligned()
    // Var f ≥ σ²/((2π)²·Σ(t − t̄)²|s|²) with σ² of one part, phase estimated along with it.
    let signal = synthetic.signal()
    let energy = signal.energy
    let times = (0..<1024).map { Double($0) * synthetic.dwellTime }
    let squared = signal.magnitude.map { $0 * $0 }
    let mean = zip(times, squared).reduce(0) { $0 + $1.0 * $1.1 } / energy
    let spread = zip(times, squared).reduce(0) { $0 + ($1.0 - mean) * ($1.0 - mean) * $1.1 }
    let bound = synthetic.noise / (2 * .pi * spread.squareRoot())
    let errors = (0..<64).map { corrections[$0].frequency.hertz + synthetic.shifts[$0] }
    let centre = errors.reduce(0, +) / 64
    let deviation = (errors.reduce(0) { $0 + ($1 - centre) * ($1 - centre) } / 63).squareRoot()
    #expect(deviation < 1.5 * bound)
    #expect(errors.allSatisfy { abs($0 - centre) < 4 * bound })
  }

  @Test("Coil weights reach the signal-to-noise ratio of matched filtering, with correlated noise too")
  func coils() throws {
    var synthetic = SyntheticScan()
    synthetic.coils = 4
    synthetic.averages = 32
    synthetic.noise = 0.2
    synthetic.sensitivities = [
      Complex(length: 1, phase: 0.3), Complex(length: 0.6, phase: -2), Complex(length: 0.2, phase: 1.5),
      Complex(length: 0.9, phase: 3),
    ]
    let white = synthetic.make()
    // Coil 1 also hears coil 0's noise: x1 += 1.5·x0, sensitivity included.
    let mixed = FIDArray(
      acquisition: white.acquisition, coils: 4, averages: 32,
      samples: white.samples.indices.map { i in
        (32..<64).contains(i) ? white.samples[i] + 1.5 * white.samples[i - 32] : white.samples[i]
      })
    // A linear mixture takes no information away: the matched filter of both has |a|/σ.
    let norm = (1 + 0.36 + 0.04 + 0.81).squareRoot()
    let best = norm / (0.2 * 2.0.squareRoot())
    for scan in [white, mixed] {
      let weights = try CoilWeights.estimated(from: scan, noise: NoiseCovariance(estimatedFrom: scan))
      let combined = scan.combined(by: weights)
      let deviation = NoiseCovariance(estimatedFrom: combined).deviations[0]
      let mean = combined.averaged.samples[0]
      let clean = synthetic.signal()
      let amplitude = clean.innerProduct(mean).length / clean.energy
      // 32 averages × 204 points leave the noise's deviation uncertain by 0.6 %, weights a little off.
      #expect(amplitude / deviation > 0.97 * best)
      #expect(amplitude / deviation < 1.03 * best)
      #expect(abs((mean[0] + mean[1]).phase) < 0.02)
    }
    let weights = try CoilWeights.estimated(from: white, noise: NoiseCovariance(estimatedFrom: white))
    #expect(abs(weights.relativeSensitivities[3] - 0.9 / norm) < 0.01)
  }

  @Test("Bad averages are named with their reason, good ones are kept")
  func rejection() throws {
    var random = RandomStream(seed: 9)
    var synthetic = SyntheticScan()
    synthetic.averages = 32
    synthetic.noise = 0.3
    synthetic.shifts = (0..<32).map { _ in random.normal(mean: 0, deviation: 3) }
    synthetic.scales = [Double](repeating: 1, count: 32)
    synthetic.scales[7] = 0.2
    let clean = synthetic.make()
    var samples = Array(clean.samples)
    // A spurious echo in average 20, a NaN in average 3.
    for n in 200..<300 { samples[20].real[n] += 6 }
    samples[3].real[5] = .nan
    let scan = FIDArray(acquisition: clean.acquisition, coils: 1, averages: 32, samples: samples)
    let processed = try SignalSet(scan: scan).processed()
    #expect(processed.rejected.map(\.index) == [3, 7, 20])
    #expect(processed.rejected.first?.reason == .notFinite)
    guard case .amplitude(let ratio)? = processed.rejected.dropFirst().first?.reason else {
      Issue.record("average 7 has a fifth of the amplitude")
      return
    }
    #expect(abs(ratio - 0.2) < 0.02)
    #expect(processed.records.last { $0.step == .average }?.scan?.used == 29)
    #expect(processed.fid.samples.isFinite)
  }

  @Test("Too few good averages are an error that says how many")
  func tooFew() {
    let synthetic = SyntheticScan()
    let scan = synthetic.make()
    let broken = FIDArray(
      acquisition: scan.acquisition, coils: 1, averages: 16,
      samples: scan.samples.indices.map { $0 < 14 ? Double.nan * scan.samples[$0] : scan.samples[$0] })
    #expect(throws: ProcessingError.inSignal("the scan", .tooFewAverages(left: 2, of: 16, needed: 4))) {
      try SignalSet(scan: broken).processed()
    }
  }

  @Test("Eddy currents, offset and phase that the water shows are taken from the metabolites")
  func eddyCurrents() throws {
    let synthetic = SyntheticScan()
    let eddy = { (n: Int) -> Double in 0.8 + 2 * .pi * 3 * Double(n) * 5e-4 + 1.5 * Double.exp(-Double(n) / 80) }
    func distorted(_ fid: ComplexVector) -> FID {
      var copy = fid
      for n in copy.indices { copy[n] = copy[n] * Complex(length: 1, phase: eddy(n)) }
      return FID(samples: copy, acquisition: synthetic.acquisition)
    }
    var waterOnly = synthetic
    waterOnly.lines = [(0, 1000, 20)]
    let correction = try EddyCurrentCorrection(water: distorted(waterOnly.signal()), noise: 0)
    let corrected = distorted(synthetic.signal()).corrected(by: correction)
    #expect((corrected.samples - synthetic.signal()).energy < 1e-18 * synthetic.signal().energy)
    // Where the water is lost in noise the phase runs on in a line; the eddy term still falls by 0.05 rad there and
    // leans the line by 0.3 mrad a point over 700 points.
    let noisy = try EddyCurrentCorrection(water: distorted(waterOnly.signal()), noise: 5)
    #expect(noisy.measuredPoints < 400)
    #expect(abs(noisy.phase[1023] - eddy(1023)) < 0.3)
  }

  @Test("A water reference of other coils is refused by name")
  func mismatch() {
    var synthetic = SyntheticScan()
    let scan = synthetic.make()
    synthetic.coils = 2
    synthetic.sensitivities = [Complex(1), Complex(1)]
    let other = synthetic.make()
    #expect(
      throws: ProcessingError.inSignal(
        "the water scan", .mismatchedReference(property: "number of coils", scan: "1", reference: "2"))
    ) {
      try SignalSet(scan: scan, water: other)
    }
  }

  @Test("8 coils × 128 averages give back the signal at the amplitude of matched coils")
  func largeScan() throws {
    var random = RandomStream(seed: 17)
    var synthetic = SyntheticScan()
    synthetic.coils = 8
    synthetic.averages = 128
    synthetic.noise = 1
    synthetic.sensitivities = (0..<8).map { Complex(length: 0.3 + 0.1 * Double($0), phase: Double($0)) }
    synthetic.shifts = (0..<128).map { _ in random.normal(mean: 0, deviation: 4) }
    synthetic.phases = (0..<128).map { _ in random.normal(mean: 0, deviation: 0.3) }
    let scan = synthetic.make()
    let fid = try SignalSet(scan: scan).processed().fid
    let norm = synthetic.sensitivities.reduce(0) { $0 + $1.lengthSquared }.squareRoot()
    let clean = synthetic.signal()
    // Alignment to the median leaves a common shift of 4·1.25/√128 Hz at most a few times over; compare magnitudes.
    let amplitude = fid.samples.magnitude[0..<20].reduce(0, +) / clean.magnitude[0..<20].reduce(0, +)
    #expect(abs(amplitude / norm - 1) < 0.02)
  }
}
