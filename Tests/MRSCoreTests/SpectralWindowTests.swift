import MRSCore
import Testing

@Suite("A window of a spectrum")
struct SpectralWindowTests {
  @Test(
    "It holds the points of the whole centred spectrum, wherever it is cut and whatever the length",
    arguments: [1024, 1000, 1236, 1001, 24, 23])
  func cut(count: Int) {
    var stream = RandomStream(seed: 7)
    let samples = ComplexVector(
      real: (0..<count).map { _ in stream.normal() }, imaginary: (0..<count).map { _ in stream.normal() })
    let transform = FourierTransform(count: count)
    let whole = transform.centredSpectrum(of: samples, dwellTime: 1)
    for range in [0..<count, count / 3..<2 * count / 3, 0..<3, count - 4..<count, 5..<5] {
      var values = [Double](repeating: 0, count: 2 * range.count + 3)
      transform.centredSpectrum(of: samples, dwellTime: 1, in: range, to: &values, at: 2)
      for (i, k) in range.enumerated() {
        #expect(abs(values[2 + i] - whole.real[k]) < 1e-10)
        #expect(abs(values[2 + range.count + i] - whole.imaginary[k]) < 1e-10)
      }
      #expect(values[0] == 0 && values[1] == 0 && values[values.count - 1] == 0, "Nothing beside it is written")
    }
  }
}
