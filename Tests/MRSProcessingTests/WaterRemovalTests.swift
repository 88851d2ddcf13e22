import Foundation
import MRSCore
import MRSProcessing
import Numerics
import Testing

@Suite("Residual water and referencing")
struct WaterRemovalTests {
  /// Water as suppression leaves it: lines of several shifts, widths and phases, no one exponential.
  private func wet(_ simulated: SimulatedScan, height: Double) -> ComplexVector {
    let parts: [(ppm: Double, width: Double, amplitude: Double, phase: Double)] = [
      (4.66, 8, 1, 0.4), (4.58, 6, 0.5, 2.2), (4.72, 11, 0.3, -1.7), (4.63, 5, 0.2, 3.0),
    ]
    var sum = ComplexVector(zeros: simulated.points)
    for part in parts {
      sum += Complex(length: part.amplitude, phase: part.phase) * simulated.signal([(part.ppm, 1, part.width)])
    }
    let spectrum = FourierTransform(count: simulated.points)
      .spectrum(of: FID(samples: sum, acquisition: simulated.acquisition)).values
    return (height * simulated.height / (spectrum.magnitude.max() ?? 1)) * sum
  }

  private func removed(_ fid: ComplexVector, _ simulated: SimulatedScan) throws -> (ComplexVector, ProcessingRecord) {
    let scan = FIDArray(FID(samples: fid, acquisition: simulated.acquisition))
    let (after, record) = try ProcessingStep.removeWater().applied(to: SignalSet(scan: scan))
    return (after.scan.samples[0], record)
  }

  @Test(
    "Water ten times as tall as NAA leaves less than the noise, and no line loses half a percent",
    arguments: [10, 50.0])
  func removal(ratio: Double) throws {
    var random = RandomStream(seed: 21)
    let simulated = SimulatedScan()
    let noise = simulated.noise(atRatio: 1000)
    var dry = simulated.signal()
    for n in dry.indices {
      dry.real[n] += noise * random.normal()
      dry.imaginary[n] += noise * random.normal()
    }
    let (found, record) = try removed(dry + wet(simulated, height: ratio), simulated)
    #expect(record.isChange)
    let acquisition = simulated.acquisition
    let plan = FourierTransform(count: simulated.points)
    let error = plan.spectrum(of: FID(samples: found - dry, acquisition: acquisition))
    let window = error.indices(in: .ppm(0.5) ... .ppm(4.1))
    let spectral = acquisition.spectralNoise(ofSample: noise)
    // Twice the noise of this ratio of 1000 is 1/500 of NAA; at the usual ratios below 100 it is a fifth of the noise.
    #expect(window.allSatisfy { abs(error.values.real[$0]) < 2 * spectral })
    for line in simulated.lines where line.width < 20 {
      let alone = plan.spectrum(of: FID(samples: simulated.signal([line]), acquisition: acquisition)).values[window]
      let taken = alone.innerProduct(error.values[window]).real / alone.energy
      #expect(abs(taken) < 0.005, "\(line.ppm) ppm: \(taken)")
    }
  }

  @Test("Every step is read back as it was written, and by its name with its default options")
  func codable() throws {
    let steps: [ProcessingStep] =
      .consensus + [
        .removeWater(WaterRemoval(halfWidth: 0.2)), .reference(LineReference(lines: [3.21])),
      ]
    #expect(try JSONDecoder().decode([ProcessingStep].self, from: JSONEncoder().encode(steps)) == steps)
    #expect(ProcessingStep.titles.compactMap(ProcessingStep.init).map(\.title) == ProcessingStep.titles)
    let bare = try JSONDecoder().decode(ProcessingStep.self, from: Data(#"{"step":"removeWater"}"#.utf8))
    #expect(bare == .removeWater())
  }

  @Test("From a scan without residual water nothing is taken")
  func nothing() throws {
    var random = RandomStream(seed: 22)
    let simulated = SimulatedScan()
    let noise = simulated.noise(atRatio: 30)
    var fid = simulated.signal()
    for n in fid.indices {
      fid.real[n] += noise * random.normal()
      fid.imaginary[n] += noise * random.normal()
    }
    let (found, record) = try removed(fid, simulated)
    #expect(!record.isChange && found == fid)
  }

  @Test("Lines of known shift are moved to it and set upright, by the water where there is one")
  func reference() throws {
    let simulated = SimulatedScan()
    func moved(_ samples: ComplexVector) -> FIDArray {
      FIDArray(
        FID(samples: samples, acquisition: simulated.acquisition).shifted(by: .hertz(11)).phased(by: .radians(1.9)))
    }
    let scan = moved(simulated.signal())
    let water = moved(simulated.signal([(4.65, 1e5, 8)]))
    for signals in [try SignalSet(scan: scan), try SignalSet(scan: scan, water: water)] {
      let (after, record) = try ProcessingStep.reference().applied(to: signals)
      let spectrum = FourierTransform(count: 1024).spectrum(of: after.scan[0, 0])
      let top = try #require(
        spectrum.values.indices.max { spectrum.values.magnitude[$0] < spectrum.values.magnitude[$1] })
      // Half a point of the spectrum is 0.008 ppm.
      #expect(abs(spectrum.shift(at: top).ppm - 2.01) < 0.017, "\(record.text)")
      #expect(abs(spectrum.values[top].phase) < 0.35, "\(record.text)")
    }
  }
}
