import MRSCore
import MRSFitting
import MRSModel
import Numerics
import Testing

@Suite("A search in the beginning of an FID")
struct SearchLengthTests {
  /// Lines of 18 Hz and more, that are gone after a fifth of the FID.
  private static let wide = SignalParameters(
    amounts: [2, 3, 5], shifts: [0, 0, 0], lorentzians: [7, 7, 7], gaussian: 18, frequency: 3, phase: 0.4, delay: 2e-5)

  private static func fid(_ parameters: SignalParameters, seed: UInt64) -> FID {
    SingletWorld.noisy(SingletWorld.model.fid(parameters), deviation: 0.3, stream: RandomStream(seed: seed))
  }

  private static var fit: LeastSquares {
    LeastSquares(model: SingletWorld.model, options: SingletWorld.options, unit: .millimolar)
  }

  @Test("Wide lines are searched in less than half of the samples, narrow ones in more, noiseless ones in all")
  func lengths() throws {
    let wide = try Self.fit.searchedSamples(of: Self.fid(Self.wide, seed: 1))
    let narrow = try Self.fit.searchedSamples(of: Self.fid(SingletWorld.truth, seed: 2))
    #expect(wide >= 128 && wide < 512, "\(wide)")
    #expect(narrow > wide, "\(narrow)")
    #expect(try Self.fit.searchedSamples(of: SingletWorld.model.fid(Self.wide)) == 1024)
  }

  @Test("Beside the noise a stronger signal takes longer to decay")
  func strength() throws {
    var strong = Self.wide
    strong.amounts = strong.amounts.map { 1000 * $0 }
    let (weak, long) = try (
      Self.fit.searchedSamples(of: Self.fid(Self.wide, seed: 1)),
      Self.fit.searchedSamples(of: Self.fid(strong, seed: 1))
    )
    #expect(long > weak, "\(long), \(weak)")
  }

  @Test("An echo behind the signal, which is no noise, has all samples searched")
  func echo() throws {
    var fid = Self.fid(Self.wide, seed: 4)
    var echo = ComplexVector(zeros: 1024)
    for n in 600..<760 {
      let phase = 2 * Double.pi * fid.acquisition.offset(of: .ppm(2.8)).hertz * fid.acquisition.dwellTime * Double(n)
      echo[n] = Complex(length: 1.2, phase: phase)
    }
    fid = FID(samples: fid.samples + echo, acquisition: fid.acquisition)
    #expect(try Self.fit.searchedSamples(of: fid) == 1024)
  }

  @Test(
    "Amounts and deviations are those of the whole FID, to a tenth of the deviation; curves are of the whole spectrum")
  func same() throws {
    // The bound that the whole FID gives, and the mean over draws of how far estimates are from the truth beside it.
    var (square, short) = (0.0, 0)
    let count = 60
    for seed in 0..<count {
      let fid = Self.fid(Self.wide, seed: 100 + UInt64(seed))
      short += try Self.fit.searchedSamples(of: fid) < 1024 ? 1 : 0
      let found = try Self.fit.fit(fid)
      let bound = try Self.fit.cramerRaoBound(at: Self.wide, noise: 0.3, baselineBend: .infinity)
      #expect(found.ppm.count > 200, "the window of all samples has a point every 2 Hz")
      for (k, amount) in found.quantification.amounts.enumerated() {
        let deviation = bound[k, k].squareRoot()
        #expect(abs(amount.standardDeviation / deviation - 1) < 0.25, "\(amount.standardDeviation) of \(deviation)")
        let distance = (amount.value - Self.wide.amounts[k]) / deviation
        square += distance * distance / Double(3 * count)
      }
    }
    #expect(short >= 57, "\(short) of \(count)")
    // χ² of 180 degrees of freedom over these, but amounts are correlated: four standard deviations of 60.
    #expect(abs(square - 1) < 4 * (2.0 / Double(count)).squareRoot(), "\(square)")
  }
}
