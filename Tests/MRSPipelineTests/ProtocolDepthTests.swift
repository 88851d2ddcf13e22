import MRSCore
import MRSModel
import MRSPipeline
import MRSSynthesis
import Numerics
import Testing

/// What a protocol trains on against what its scans are: the chain of `AveragingError` and the protocol's scan section.
@Suite("Depths of a protocol")
struct ProtocolDepthTests {
  /// What is compared of the largest peak between 0.8 and 1.8 ppm, which is methylene: its width (Hz), its height over
  /// the noise, its place (Hz).
  struct Look {
    let width: Double
    let signalToNoise: Double
    let place: Double

    init(_ fid: FID) {
      var grid = fid.acquisition
      grid.points *= 8
      let zeros = [Double](repeating: 0, count: grid.points - fid.samples.count)
      let padded = FID(
        samples: ComplexVector(real: fid.samples.real + zeros, imaginary: fid.samples.imaginary + zeros),
        acquisition: grid)
      let spectrum = FourierTransform(count: grid.points).spectrum(of: padded)
      let magnitude = spectrum.values.magnitude
      let window = spectrum.indices(in: .ppm(0.8)...(.ppm(1.8)))
      let top = window.max { magnitude[$0] < magnitude[$1] } ?? window.lowerBound
      let half = magnitude[top] / 2
      let left = (0..<top).last { magnitude[$0] < half } ?? 0
      let right = (top..<magnitude.count).first { magnitude[$0] < half } ?? magnitude.count - 1
      width = Double(right - left) * grid.frequencyStep
      place = spectrum.offset(at: top).hertz
      signalToNoise = magnitude[top] / NoiseEstimate(of: fid).spectral
    }
  }

  /// Kolmogorov and Smirnov's distance of two samples over its 0.1 % point.
  static func distance(_ a: [Look], _ b: [Look], _ value: (Look) -> Double) -> Double {
    let (x, y) = (a.map(value), b.map(value))
    func share(_ values: [Double], upTo z: Double) -> Double { Double(values.count { $0 <= z }) / Double(values.count) }
    let largest = (x + y).map { abs(share(x, upTo: $0) - share(y, upTo: $0)) }.max() ?? 0
    return largest / (1.949 * (1 / Double(x.count) + 1 / Double(y.count)).squareRoot())
  }

  static func context() throws -> StageContext {
    try ReducedStudy.context([
      "scan.coils=4", "scan.averages=32", "scan.waterAverages=4", "acquisition.points=1024",
      // As wide as the averages' errors are, not wider: what processing leaves is to be seen.
      "nuisances.frequency.deviation=0", "scan.badAverages=0.1",
    ])
  }

  @Test("Spectra of a protocol have the linewidths, signal-to-noise ratios and places of its processed scans")
  func agree() async throws {
    let context = try Self.context()
    let studyProtocol = context.studyProtocol
    let basis = try await context.simulateBasis()
    let amounts = try studyProtocol.literaturePrior().union
    let section = studyProtocol.scan
    let scans = ScanSynthesizer(
      model: studyProtocol.forwardModel(basis: basis), prior: studyProtocol.scanPrior(amounts: amounts),
      corruptions: studyProtocol.scanCorruptions,
      conditions: .init(
        coils: section.coils, averages: section.averages, waterAverages: section.waterAverages,
        frequencyJitter: section.frequencyJitter, phaseJitter: section.phaseJitter, drift: section.drift,
        badAverages: section.badAverages),
      water: (studyProtocol.waterAmplitude, studyProtocol.waterRelaxation.t2), waterShift: studyProtocol.waterShift)
    let processed = try await (0..<150).concurrentMap(tasks: 2) { index in
      let stream = RandomStream(seed: 501).child(index)
      var own = stream.child("amounts")
      let scan = scans.scan(amounts: amounts.draw(using: &own), stream: stream)
      let processing = Processing(correctsEddyCurrents: false)
      return Look(try scan.metabolites.processed(by: processing, waterReference: scan.water).fid)
    }
    let synthesizer = context.synthesizer(amounts: amounts, basis: basis)
    let spectra = (0..<1500).map { Look(synthesizer.example($0, of: RandomStream(seed: 502)).fid) }
    for (name, value) in [("width", \Look.width), ("SNR", \.signalToNoise), ("place", \.place)] {
      let d = Self.distance(processed, spectra) { $0[keyPath: value] }
      print(name, d, processed.map { $0[keyPath: value] }.sorted()[75], spectra.map { $0[keyPath: value] }.sorted()[750])
      #expect(d < 1)
    }
  }
}
