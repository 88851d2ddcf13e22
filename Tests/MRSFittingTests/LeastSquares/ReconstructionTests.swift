import MRSCore
import MRSFitting
import MRSModel
import Numerics
import Testing

@Suite("A spectrum made again from amounts that were told")
struct ReconstructionTests {
  /// Amounts known to five percent, independently.
  private static func told(_ amounts: [String: Double], deviation: Double = 0.05) throws -> AmountDistribution {
    let names = amounts.keys.sorted()
    return try AmountDistribution(
      names: names, logMeans: names.map { .log(amounts[$0] ?? 0) },
      logCovariance: Matrix(diagonal: names.map { _ in deviation * deviation }))
  }

  private static func made(_ answer: AmountDistribution, seed: UInt64 = 61) throws -> Reconstruction {
    let fid = SingletWorld.noisy(
      SingletWorld.model.fid(SingletWorld.truth), deviation: 0.3, stream: RandomStream(seed: seed))
    let fit = LeastSquares(
      model: SingletWorld.model, options: SingletWorld.options,
      amountPrior: .logNormal(try told(["A": 3, "B": 3, "C": 3], deviation: 1)), unit: .millimolar)
    return try Reconstruction(of: fid, at: answer, by: Reconstruction.fitter(fit))
  }

  @Test("The true amounts explain it, at a distance of about nothing")
  func right() throws {
    let made = try Self.made(Self.told(["A": 2, "B": 3, "C": 5]))
    #expect(made.distance < 1 && abs(made.residualToNoise - 1) < 0.1, "\(made.distance), \(made.residualToNoise)")
    #expect(made.fit.names == ["A", "B", "C"])
  }

  @Test("An amount told twice as high has to move: ln 2 in deviations, over the root of how many there are")
  func wrong() throws {
    // The data know B to a few percent: what explains them lies by far nearer to the truth than to what was told.
    let made = try Self.made(Self.told(["A": 2, "B": 6, "C": 5]))
    let farthest = Double.log(2) / 0.05 / 3.0.squareRoot()
    #expect(made.distance > 0.6 * farthest && made.distance < 1.1 * farthest, "\(made.distance) of \(farthest)")
  }

  @Test("An answer that is sure of itself and wrong leaves a residual")
  func sure() throws {
    let made = try Self.made(Self.told(["A": 2, "B": 6, "C": 5], deviation: 0.001))
    #expect(made.residualToNoise > 1.5, "\(made.residualToNoise)")
  }

  @Test("Of species that the answer does not tell the fit's own prior is kept, and they do not count")
  func untold() throws {
    let made = try Self.made(Self.told(["A": 2, "B": 3]))
    #expect(made.distance < 1.2 && abs(made.residualToNoise - 1) < 0.1)
    #expect(abs(made.fit.parameters.amounts[2] - 5) < 0.5)
  }

  @Test("A fit without a log-normal prior is refused")
  func refused() throws {
    let fit = LeastSquares(model: SingletWorld.model, options: SingletWorld.options)
    let fid = SingletWorld.noisy(
      SingletWorld.model.fid(SingletWorld.truth), deviation: 0.3, stream: RandomStream(seed: 1))
    #expect(throws: FittingError.needsLogNormalPrior) {
      try Reconstruction(of: fid, at: Self.told(["A": 2]), by: fit)
    }
  }
}
