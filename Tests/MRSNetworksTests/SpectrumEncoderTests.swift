import MRSCore
import MRSNetworks
import Numerics
import Testing

@Suite("SpectrumEncoder")
struct SpectrumEncoderTests {
  static let acquisition = Acquisition(spectrometerFrequency: .megahertz(123.25), dwellTime: 5e-4, points: 512)
  static let encoder = SpectrumEncoder(acquisition: acquisition, window: .ppm(0.4) ... .ppm(4.4), scale: 0.02)

  @Sendable static func encoded(_ index: Int) -> [UInt32] {
    var stream = RandomStream(seed: 111).child(index)
    let samples = ComplexVector(
      real: (0..<512).map { _ in stream.normal() }, imaginary: (0..<512).map { _ in stream.normal() })
    let (inputs, sideInputs) = encoder.encoded(
      FID(samples: samples, acquisition: acquisition), transform: FourierTransform(count: 512))
    return (inputs + sideInputs).map(\.bitPattern)
  }

  @Test("Encoded examples are the same bit by bit for one task and for two")
  func tasks() async throws {
    let one = try await Array(0..<60).concurrentMap(tasks: 1) { Self.encoded($0) }
    let two = try await Array(0..<60).concurrentMap(tasks: 2) { Self.encoded($0) }
    #expect(one == two)
    #expect(Set(one).count == 60)
  }

  @Test("Points are asinh(S/s) of the window, real then imaginary, a multiple of 32; the side input is ln(noise/s)")
  func definition() {
    #expect(Self.encoder.points % 32 == 0)
    let window = Self.acquisition.spectralIndices(in: .ppm(0.4) ... .ppm(4.4))
    #expect(Self.encoder.firstPoint <= window.lowerBound)
    #expect(Self.encoder.firstPoint + Self.encoder.points >= window.upperBound)
    let fid = FID(
      samples: ComplexVector(
        real: [0, 40] + (0..<510).map { 0.01 * Double.sin(Double($0 * $0)) },
        imaginary: [Double](repeating: 0, count: 512)),
      acquisition: Self.acquisition)
    let transform = FourierTransform(count: 512)
    let spectrum = transform.spectrum(of: fid)
    let encoded = Self.encoder.encoded(fid, transform: transform)
    #expect(encoded.inputs.count == 2 * Self.encoder.points)
    for i in 0..<Self.encoder.points {
      let point = Self.encoder.firstPoint + i
      #expect(abs(Double(encoded.inputs[i]) - Double.asinh(spectrum.values.real[point] / 0.02)) < 1e-5)
      #expect(
        abs(Double(encoded.inputs[Self.encoder.points + i]) - Double.asinh(spectrum.values.imaginary[point] / 0.02))
          < 1e-5)
    }
    let noise = NoiseEstimate(of: fid).spectral
    #expect(abs(Double(encoded.sideInputs[0]) - Double.log(noise / 0.02)) < 1e-5)
  }
}
