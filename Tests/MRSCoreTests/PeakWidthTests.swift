import MRSCore
import Numerics
import Testing

@Suite("The width of the tallest peak")
struct PeakWidthTests {
  private let acquisition = Acquisition(spectrometerFrequency: .megahertz(123.25), dwellTime: 0.5e-3, points: 2048)

  /// Lines at −200 Hz of Lorentz width `lorentzian` and Gauss width `gaussian`, in Hz, and one a third as tall beside it.
  private func fid(lorentzian: Double, gaussian: Double) -> FID {
    var samples = ComplexVector(zeros: acquisition.points)
    let gaussRate = (Double.pi * gaussian) * (.pi * gaussian) / (4 * .log(2))
    for n in samples.indices {
      let t = acquisition.time(ofSample: n)
      let decay = Double.exp(-.pi * lorentzian * t - gaussRate * t * t)
      samples[n] =
        Complex(length: decay, phase: 1.2 - 400 * .pi * t) + Complex(length: decay / 3, phase: 1.2 + 100 * .pi * t)
    }
    return FID(samples: samples, acquisition: acquisition)
  }

  @Test(
    "A Lorentz and a Gauss line have the widths they were made with", arguments: [(6.0, 0.0), (0.0, 8.0), (12.0, 0.0)])
  func pure(lorentzian: Double, gaussian: Double) throws {
    let width = try #require(fid(lorentzian: lorentzian, gaussian: gaussian).peakWidth)
    // The other line's foot takes some hundredth of a hertz.
    #expect(abs(width - (lorentzian + gaussian)) < 0.06, "\(width)")
  }

  @Test("A Voigt line has the width of Olivero and Longbothum's formula")
  func voigt() throws {
    let width = try #require(fid(lorentzian: 5, gaussian: 7).peakWidth)
    #expect(abs(width - (0.5346 * 5 + (0.2166 * 25 + 49.0).squareRoot())) < 0.06, "\(width)")
  }

  @Test("Without a signal there is none")
  func none() {
    #expect(FID(samples: ComplexVector(zeros: acquisition.points), acquisition: acquisition).peakWidth == nil)
  }
}
