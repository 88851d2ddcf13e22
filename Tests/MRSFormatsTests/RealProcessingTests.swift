import MRSCore
import MRSFormats
import MRSProcessing
import Numerics
import TestSupport
import Testing

/// The height of NAA over the deviation of the noise, in the real spectrum phased so that NAA stands upright.
private func signalToNoise(_ fid: FID) -> Double {
  let spectrum = FourierTransform(count: fid.samples.count).spectrum(of: fid)
  let magnitude = spectrum.values.magnitude
  let height = spectrum.indices(in: .ppm(1.9)...(.ppm(2.1))).map { magnitude[$0] }.max() ?? 0
  // Far upfield nothing resonates; differences of neighbours leave the noise and take away the skirts of the water.
  let quiet = spectrum.indices(in: .ppm(-15)...(.ppm(-10))).dropLast()
  let differences = quiet.map { (spectrum.values[$0 + 1] - spectrum.values[$0]).lengthSquared }
  // Two neighbours, two parts: four variances of one part.
  return height / (differences.reduce(0, +) / Double(4 * differences.count)).squareRoot()
}

/// The height of the magnitude spectrum in `window`.
private func height(_ fid: FID, _ window: ClosedRange<Double>) -> Double {
  let spectrum = FourierTransform(count: fid.samples.count).spectrum(of: fid)
  let magnitude = spectrum.values.magnitude
  return spectrum.indices(in: .ppm(window.lowerBound)...(.ppm(window.upperBound))).map { magnitude[$0] }.max() ?? 0
}

@Suite("Processing of real scans", .enabled(if: SharedData.root != nil, Comment(rawValue: SharedData.reason)))
struct RealProcessingTests {
  @Test("Four coils and 16 averages become one spectrum far above a single average, like the one processed by others")
  func raw() throws {
    let raw = try SignalFile.read(SharedData.url("nifti-mrs/metab_raw.nii.gz")).signals
    let water = try SignalFile.read(SharedData.url("nifti-mrs/wref_raw.nii.gz")).signals
    let others = try SignalFile.read(SharedData.url("nifti-mrs/metab.nii.gz")).signals[0, 0]
    let clock = ContinuousClock()
    var result: ProcessedScan?
    let duration = try clock.measure { result = try SignalSet(scan: raw, water: water).processed() }
    let processed = try #require(result)
    let weights = try #require(processed.records[0].coilWeights)
    let combined = raw.combined(by: weights)
    let single = (0..<16).map { signalToNoise(combined[0, $0]) }.reduce(0, +) / 16
    let ofCoils: [Double] = (0..<4).map { c in (0..<16).map { signalToNoise(raw[c, $0]) }.reduce(0, +) / 16 }
    let bestCoil = ofCoils.max() ?? 0
    let own = signalToNoise(processed.fid)
    print(
      """
      NAA SNR of a single average: best coil \(bestCoil), combined \(single); of all: \(own), \
      others' (from the whole 32-channel coil) \(signalToNoise(others)); took \(duration)
      """)
    // Independent noise adds as √16; a few percent are lost to what alignment cannot undo.
    #expect(own > 0.95 * 4 * single)
    #expect(own < 1.1 * 4 * single)
    #expect(single > 1.2 * bestCoil)
    #expect(processed.rejected.isEmpty)
    // Another pipeline, other coils: the same heights relative to NAA within 10 %.
    for window in [2.95...3.10, 3.15...3.28, 3.85...3.99] {
      let ratio = height(processed.fid, window) / height(processed.fid, 1.9...2.1)
      let theirs = height(others, window) / height(others, 1.9...2.1)
      #expect(abs(ratio / theirs - 1) < 0.1, "\(window): \(ratio) against \(theirs)")
    }
    #expect(abs(processed.fid.peak(in: 1.8...2.3) - 2.008) < 0.02)
    // After eddy-current correction the water is at 0 Hz: half a point of the fourfold grid is 0.005 ppm.
    #expect(abs(try #require(processed.water).peak(in: 4...5) - 4.65) < 0.006)
  }

  @Test("The Osprey scan keeps its single average, and its water reference takes the water to 0 Hz")
  func osprey() throws {
    let scan = try SignalFile.read(SharedData.url("osprey/sub-01_ses-01_PRESS_raw-act_noID.SDAT")).signals
    let water = try SignalFile.read(SharedData.url("osprey/sub-01_ses-01_PRESS_raw-ref_noID.SDAT")).signals
    let processed = try SignalSet(scan: scan, water: water).processed()
    #expect(processed.records.last { $0.step == .average }?.scan?.used == 1)
    #expect(processed.records[0].coilWeights == nil)
    // NAA lies 2.64 to 2.67 ppm upfield of tissue water, with its temperature.
    let naa = processed.fid.peak(in: 1.8...2.3)
    #expect((1.97...2.02).contains(naa), "\(naa)")
    #expect(abs(try #require(processed.water).peak(in: 4...5) - 4.65) < 0.006)
    // The reference's own phase is taken away: its first samples turn real and positive.
    let start = try #require(processed.water).samples[1]
    #expect(abs(start.phase) < 1e-9)
  }
}
