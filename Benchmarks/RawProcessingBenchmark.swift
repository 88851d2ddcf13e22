import MRSCore
import MRSProcessing
import Numerics

/// Coil combination, alignment, outlier rejection and averaging of one raw scan.
struct RawProcessingBenchmark: Benchmark {
  let name = "processing"
  let about = "a raw scan of 8 coils × 128 averages × 1024 points becomes one FID"

  func run(_ table: inout BenchmarkTable) async throws {
    let acquisition = Acquisition(
      spectrometerFrequency: .megahertz(127.74), dwellTime: 1 / 2000, points: 1024, echoTime: 0.03, repetitionTime: 2)
    var random = RandomStream(seed: 17)
    let averages = (0..<128).map { _ in
      (shift: random.normal(mean: 0, deviation: 4), phase: random.normal(mean: 0, deviation: 0.3))
    }
    var samples: [ComplexVector] = []
    for coil in 0..<8 {
      for (shift, phase) in averages {
        let line = TransitionLines(
          frequencies: [-180 + shift, -340 + shift],
          amplitudes: ComplexVector([
            Complex(length: 30 + 10 * Double(coil), phase: Double(coil) + phase),
            Complex(length: 20 + 10 * Double(coil), phase: Double(coil) + phase),
          ]))
        var fid = line.fid(on: acquisition).samples
        for i in 0..<1024 {
          let decay = Double.exp(-Double(i) * acquisition.dwellTime * 20)
          fid.real[i] = fid.real[i] * decay + random.normal()
          fid.imaginary[i] = fid.imaginary[i] * decay + random.normal()
        }
        samples.append(fid)
      }
    }
    let scan = FIDArray(acquisition: acquisition, coils: 8, averages: 128, samples: samples)
    try await table.time("process", bar: 300) { _ = try SignalSet(scan: scan).processed() }
  }
}
