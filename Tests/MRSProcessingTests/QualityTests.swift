import MRSCore
import MRSProcessing
import Testing

@Suite("Quality of a processed scan")
struct QualityTests {
  @Test("Widths, ratio, drift and rejected averages are those that the scan was made with")
  func numbers() throws {
    var random = RandomStream(seed: 41)
    var simulated = SimulatedScan()
    simulated.shiftDeviation = 0.5
    simulated.drift = 6
    simulated.water = 10
    simulated.noise = simulated.noise(atRatio: 20)
    let (scan, _) = simulated.make(&random) { average, fid in average == 9 ? 0.2 * fid : fid }
    let water = FIDArray(FID(samples: simulated.signal([(4.65, 1e5, 9)]), acquisition: simulated.acquisition))
    let processed = try SignalSet(scan: scan, water: water).processed(by: .withoutEddyCurrents)
    let limits = QualityLimits(tissue: "brain")
    let quality = ScanQuality(of: processed, averages: scan.averages, lines: limits.lines)
    #expect(quality.rejected == 1 && quality.averages == 32)
    // √31 · 20 for 31 averages; where on the grid of the spectrum a line of 2.5 points falls makes up to a seventh of its height.
    #expect(abs(quality.signalToNoise / (20 * 31.0.squareRoot()) - 1) < 0.2)
    #expect(abs(try #require(quality.waterWidth) - 9) < 1)
    let line = try #require(quality.line)
    #expect(line.name == "NAA" && abs(line.shift - 2.01) < 0.03)
    // Sampled for half a second: 5 Hz and what the end of sampling adds.
    #expect((4.5...7).contains(try #require(line.width)))
    let drift = try #require(quality.drift)
    #expect(abs(drift.total - 6) < 0.8 && drift.scatter < 0.9)
    let checks = limits.checks(of: quality, on: simulated.acquisition)
    #expect(checks.allSatisfy { $0.light != .red && !$0.source.isEmpty })
    #expect(checks.map(\.name).contains("FWHM of NAA"))
  }

  @Test("A number at its limit is good, beyond the second bad, between them to be looked at")
  func lights() {
    func light(width: Double?, tissue: String = "brain") -> QualityLight? {
      let quality = ScanQuality(
        line: .init(name: "NAA", shift: 2, width: width), signalToNoise: 50, waterWidth: nil, drift: nil, averages: 1,
        rejected: 0, residualWater: 0)
      let acquisition = Acquisition(spectrometerFrequency: .megahertz(100), dwellTime: 5e-4, points: 1024)
      return QualityLimits(tissue: tissue).checks(of: quality, on: acquisition).first { $0.name == "FWHM of NAA" }?
        .light
    }
    // 0.07 and 0.1 ppm of 100 MHz.
    #expect(light(width: 6.9) == .green && light(width: 8) == .amber && light(width: 10.1) == .red)
    #expect(light(width: nil) == nil)
    // Livers are wider.
    #expect(light(width: 10.1, tissue: "liver") == .green)
  }
}
