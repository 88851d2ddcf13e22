import MRSCore
import Numerics
import Testing

@Suite("SignalToNoise")
struct SignalToNoiseTests {
  private let grid = Acquisition(spectrometerFrequency: .megahertz(123.25), dwellTime: 5e-4, points: 2048)

  @Test("Noise of a sample at unit ratio makes a spectrum in which a peak of that height has the ratio 1")
  func unit() {
    let noise = SignalToNoise.noiseOfSample(atUnitRatioOf: 3, on: grid)
    var stream = RandomStream(seed: 5)
    let samples = ComplexVector(
      real: (0..<grid.points).map { _ in noise * stream.normal() },
      imaginary: (0..<grid.points).map { _ in noise * stream.normal() })
    let spectrum = FourierTransform(count: grid.points).centredSpectrum(of: samples, dwellTime: grid.dwellTime)
    let deviation = (spectrum.real.reduce(0) { $0 + $1 * $1 } / Double(grid.points)).squareRoot()
    // 2048 real parts tell a deviation to 1.6 %: four times that.
    #expect(abs(SignalToNoise.ratio(of: [3], noise: deviation) - 1) < 0.065)
  }

  @Test("The highest point of the real spectrum counts, once; LCModel's own ratio is another")
  func definition() {
    #expect(SignalToNoise.ratio(of: [-9, 4, 1], noise: 2) == 2)
    #expect(SignalToNoise.ratio(of: [4], noise: 0) == .infinity)
    #expect(SignalToNoise.lcModel(of: [-9, 4, 1], residual: [1, -1, 1, -1]) == 2)
    #expect(SignalToNoise.lcModel(of: [4], residual: [0, 0]) == 0)
  }
}
