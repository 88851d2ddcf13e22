import MRSCore
import MRSModel
import MRSProcessing
import MRSProfile
import MRSQuantification
import MRSRuns
import MRSStudy
import MRSSynthesis
import Numerics
import StudySupport
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

  /// A protocol whose averages err as the default's do, with twice as many bad ones.
  static func context(_ more: [String] = []) throws -> StudySettings {
    try ReducedStudy.context(
      [
        "scan.coils=4", "scan.averages=32", "scan.waterAverages=4", "acquisition.points=1024", "scan.badAverages=0.1",
        // The places are to be those that the averages' errors leave.
        "nuisances.frequency.deviation=0",
      ] + more)
  }

  /// Looks at processed scans and at spectra of the same protocol and amounts.
  static func looks(
    _ context: StudySettings, amounts: AmountDistribution, scans count: Int, spectra: Int
  ) async throws -> (scans: [Look], spectra: [Look]) {
    let basis = try await ProtocolSimulator(context.studyProtocol).basis(worker: context.worker)
    let studyProtocol = context.studyProtocol
    let section = studyProtocol.scan
    let scanner = ScanSynthesizer(
      model: studyProtocol.forwardModel(basis: basis),
      prior: SpectrumGenerator(studyProtocol, basis: basis).scanPrior(amounts: amounts),
      corruptions: SpectrumGenerator(studyProtocol, basis: basis).scanCorruptions,
      conditions: .init(
        coils: section.coils, averages: section.averages, waterAverages: section.waterAverages,
        frequencyJitter: section.frequencyJitter, phaseJitter: section.phaseJitter, drift: section.drift,
        badAverages: section.badAverages),
      water: (studyProtocol.waterAmplitude, studyProtocol.profile.waterRelaxation.t2),
      waterShift: studyProtocol.profile.waterShift)
    let processed = try await (0..<count).concurrentMap(tasks: 2) { index in
      let stream = RandomStream(seed: 501).child(index)
      var own = stream.child("amounts")
      let scan = scanner.scan(amounts: amounts.draw(using: &own), stream: stream)
      return Look(try SignalSet(scan: scan.metabolites, water: scan.water).processed(by: .withoutEddyCurrents).fid)
    }
    let synthesizer = SpectrumGenerator(context.studyProtocol, basis: basis).synthesizer(amounts: amounts)
    return (processed, (0..<spectra).map { Look(synthesizer.example($0, of: RandomStream(seed: 502)).fid) })
  }

  @Test("Spectra of a protocol have the linewidths, signal-to-noise ratios and places of its processed scans")
  func agree() async throws {
    let context = try Self.context()
    let amounts = try CohortPrior(literatureOf: context.studyProtocol).union
    let (scans, spectra) = try await Self.looks(context, amounts: amounts, scans: 120, spectra: 1000)
    #expect(Self.distance(scans, spectra, \.width) < 1)
    #expect(Self.distance(scans, spectra, \.signalToNoise) < 1)
    #expect(Self.distance(scans, spectra, \.place) < 1)
  }

  @Test("One patient's spectra and processed scans have the same median signal-to-noise ratio to 2 %")
  func height() async throws {
    let context = try Self.context([
      "nuisances.signalToNoise={ kind = \"fixed\", value = 30.0 }",
      "nuisances.gaussian={ kind = \"fixed\", value = 8.0 }",
      "nuisances.ownBroadening={ kind = \"fixed\", value = 0.0 }",
      "nuisances.fieldInhomogeneity={ kind = \"fixed\", value = 0.0 }",
      "nuisances.fieldRegionWidth={ kind = \"fixed\", value = 0.0 }",
      "nuisances.macromolecules={ kind = \"fixed\", value = 0.0 }",
      "nuisances.outOfVoxelLipidShare=0", "nuisances.spuriousEchoShare=0",
      "lipids.t2.Lip130={ kind = \"fixed\", value = 60.0 }",
    ])
    let prior = try CohortPrior(literatureOf: context.studyProtocol).union
    let one = try AmountDistribution(
      names: prior.names, logMeans: prior.logMeans, logCovariance: Matrix(zeros: prior.names.count, prior.names.count))
    let (scans, spectra) = try await Self.looks(context, amounts: one, scans: 120, spectra: 1000)
    func median(_ looks: [Look]) -> Double { looks.map(\.signalToNoise).sorted()[looks.count / 2] }
    // Single values scatter by 6 % (the noise's estimate), the median of 120 by 0.7 %. Ten per cent of averages left out
    // that the spectra did not know of would be 5 %.
    #expect(abs(median(scans) / median(spectra) - 1) < 0.02)
  }
}
