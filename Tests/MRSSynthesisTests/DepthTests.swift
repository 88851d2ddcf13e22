import MRSCore
import MRSModel
import MRSProcessing
import MRSSynthesis
import Numerics
import Testing

/// A spectrum made at once against a raw scan that went through coil combination, alignment, rejection and averaging.
@Suite("Depths of synthesis")
struct DepthTests {
  /// What is compared of the largest peak: its width (Hz), its height over the noise, its place (Hz).
  struct Look {
    let width: Double
    let signalToNoise: Double
    let place: Double

    init(_ fid: FID) {
      let padded = FID(
        samples: ComplexVector(
          real: fid.samples.real + [Double](repeating: 0, count: 7 * fid.samples.count),
          imaginary: fid.samples.imaginary + [Double](repeating: 0, count: 7 * fid.samples.count)),
        acquisition: {
          var grid = fid.acquisition
          grid.points *= 8
          return grid
        }())
      let spectrum = FourierTransform(count: padded.samples.count).spectrum(of: padded)
      let magnitude = spectrum.values.magnitude
      let window = spectrum.indices(in: .ppm(0.8)...(.ppm(1.8)))
      let top = window.max { magnitude[$0] < magnitude[$1] } ?? window.lowerBound
      let half = magnitude[top] / 2
      let left = (0..<top).last { magnitude[$0] < half } ?? 0
      let right = (top..<magnitude.count).first { magnitude[$0] < half } ?? magnitude.count - 1
      width = Double(right - left) * padded.acquisition.frequencyStep
      place = spectrum.offset(at: top).hertz
      signalToNoise = magnitude[top] / NoiseEstimate(of: fid).spectral
    }
  }

  static func conditions(drift: Distribution = .uniform(low: -5, high: 5)) -> ScanSynthesizer.Conditions {
    ScanSynthesizer.Conditions(
      coils: 4, averages: 32, waterAverages: 4, frequencyJitter: 3, phaseJitter: 20, drift: drift, badAverages: 0)
  }

  static func prior() throws -> SignalPrior {
    var prior = try SingletStudy.prior(noise: .logUniform(low: 5, high: 60))
    prior.frequency = .fixed(0)
    return prior
  }

  static func scans(
    _ count: Int, of conditions: ScanSynthesizer.Conditions, processing: [ProcessingStep]
  ) async throws -> [Look] {
    let prior = try prior()
    let synthesizer = ScanSynthesizer(
      model: SingletStudy.model, prior: prior, corruptions: [], conditions: conditions, water: (60_000, 0.03))
    return try await (0..<count).concurrentMap(tasks: 2) { index in
      let stream = RandomStream(seed: 401).child(index)
      var own = stream.child("amounts")
      let scan = synthesizer.scan(amounts: prior.amounts.draw(using: &own), stream: stream)
      return Look(try SignalSet(scan: scan.metabolites, water: scan.water).processed(by: processing).fid)
    }
  }

  static func spectra(_ count: Int, _ corruptions: [any Corruption]) throws -> [Look] {
    let synthesizer = SpectrumSynthesizer(model: SingletStudy.model, prior: try prior(), corruptions: corruptions)
    return (0..<count).map { Look(synthesizer.example($0, of: RandomStream(seed: 402)).fid) }
  }

  /// Kolmogorov and Smirnov's distance of two samples over its 0.1 % point.
  static func distance(_ a: [Look], _ b: [Look], _ value: (Look) -> Double) -> Double {
    let (x, y) = (a.map(value), b.map(value))
    func share(_ values: [Double], upTo z: Double) -> Double { Double(values.count { $0 <= z }) / Double(values.count) }
    let largest = (x + y).map { abs(share(x, upTo: $0) - share(y, upTo: $0)) }.max() ?? 0
    return largest / (1.949 * (1 / Double(x.count) + 1 / Double(y.count)).squareRoot())
  }

  static let radians = 20 * Double.pi / 180

  @Test("Spectra and processed scans have the same linewidths, signal-to-noise ratios and places")
  func aligned() async throws {
    let scans = try await Self.scans(120, of: Self.conditions(), processing: .withoutEddyCurrents)
    let spectra = try Self.spectra(1000, [AveragingError(averages: 32, frequencyJitter: 3, phaseJitter: Self.radians)])
    #expect(Self.distance(scans, spectra, \.width) < 1)
    #expect(Self.distance(scans, spectra, \.signalToNoise) < 1)
    #expect(Self.distance(scans, spectra, \.place) < 1)
    // The comparison can fail: without the averages' mean error places differ, with 2 Hz left by alignment widths do.
    #expect(try Self.distance(scans, Self.spectra(1000, []), \.place) > 1)
    let loose = AveragingError(
      averages: 32, frequencyJitter: 3, phaseJitter: Self.radians, frequencyLeft: 2, phaseLeft: 0)
    #expect(try Self.distance(scans, Self.spectra(1000, [loose]), \.width) > 1)
  }

  @Test("So have spectra and scans whose averages were not aligned")
  func unaligned() async throws {
    let scans = try await Self.scans(
      120, of: Self.conditions(drift: .fixed(0)),
      processing: [.combineCoils(), .average])
    let spectra = try Self.spectra(
      1000,
      [
        AveragingError(
          averages: 32, frequencyJitter: 3, phaseJitter: Self.radians, frequencyLeft: 3, phaseLeft: Self.radians)
      ])
    #expect(Self.distance(scans, spectra, \.width) < 1)
    #expect(Self.distance(scans, spectra, \.signalToNoise) < 1)
    #expect(Self.distance(scans, spectra, \.place) < 1)
  }
}
