import MRSCore
import MRSFitting
import MRSModel
import Numerics
import Testing

@Suite("A line that no species has")
struct ForeignLineTests {
  /// Singlets of 3.2, 3.9 and 1.3 ppm, of which the first may lie elsewhere and be wider: it can take a part of a line beside it.
  static let model = SingletWorld.model(["A": 3.2, "B": 3.9, "C": 1.3])

  static func fit(prior: Bool) throws -> LeastSquares {
    var options = SingletWorld.options
    (options.shiftDeviation, options.broadeningDeviation) = (0.01, 2)
    options.foreignLines = ForeignLineSearch(range: .ppm(1) ... .ppm(4), largestFall: 25)
    guard prior else { return LeastSquares(model: model, options: options) }
    let amounts = try AmountDistribution(
      names: ["A", "B", "C"], logMeans: [0, 0, 0],
      logCovariance: Matrix(columns: [[0.25, 0, 0], [0, 0.25, 0], [0, 0, 0.25]]))
    return LeastSquares(model: model, options: options, amountPrior: .logNormal(amounts))
  }

  /// The three of 1.5, 1 and 2, and a further line.
  static func fid(line: (ppm: Double, amount: Double)?, seed: UInt64) -> FID {
    var truth = SingletWorld.truth
    truth.amounts = [1.5, 1, 2]
    var fid = model.fid(truth)
    if let line {
      var one = truth
      one.amounts = [line.amount, 0, 0]
      fid = FID(
        samples: fid.samples + SingletWorld.model(["A": line.ppm, "B": 3.9, "C": 1.3]).fid(one).samples,
        acquisition: fid.acquisition)
    }
    return SingletWorld.noisy(fid, deviation: 0.4, stream: RandomStream(seed: seed))
  }

  static func place(in found: Quantification) -> Double? {
    found.doubts.compactMap { if case .foreignLine(let ppm, _, _) = $0 { ppm } else { nil } }.first
  }

  @Test(
    "is told where it is, even beside a species that takes a part of it", arguments: [2.4, 3.1, 3.55], [false, true])
  func told(ppm: Double, prior: Bool) throws {
    let found = try Self.fit(prior: prior).quantify(Self.fid(line: (ppm, 0.8), seed: 5))
    let place = try #require(Self.place(in: found), "\(found.doubts)")
    #expect(abs(place - ppm) < 0.05, "\(place)")
  }

  @Test("is not told of noise, nor where nobody looks", arguments: [false, true])
  func notTold(prior: Bool) throws {
    let fit = try Self.fit(prior: prior)
    for seed in 0..<20 {
      #expect(Self.place(in: try fit.quantify(Self.fid(line: nil, seed: UInt64(seed)))) == nil)
    }
    var options = fit.options
    options.foreignLines = nil
    let blind = LeastSquares(model: Self.model, options: options, amountPrior: fit.amountPrior)
    #expect(Self.place(in: try blind.quantify(Self.fid(line: (2.4, 0.8), seed: 5))) == nil)
    // Its own lines are none.
    options.foreignLines = ForeignLineSearch(range: .ppm(1) ... .ppm(2), largestFall: 25)
    let elsewhere = LeastSquares(model: Self.model, options: options, amountPrior: fit.amountPrior)
    #expect(Self.place(in: try elsewhere.quantify(Self.fid(line: (2.4, 0.8), seed: 5))) == nil)
  }
}
