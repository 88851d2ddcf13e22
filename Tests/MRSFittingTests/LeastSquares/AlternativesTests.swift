import MRSCore
import MRSFitting
import MRSModel
import Numerics
import Testing

/// A narrow line above one that is broad, of which two sources say how broad.
@Suite("Other assumptions")
struct AlternativesTests {
  private static let model = SingletWorld.model(["broad": 2.95, "narrow": 3.0])

  private static func fit(
    ofWidth broad: Double, prior: AmountPrior = .flat, others: [LeastSquares.Alternative] = []
  ) -> LeastSquares {
    var options = SingletWorld.options
    options.naturalWidths = ["narrow": 5, "broad": broad]
    options.lorentzianMean = 2
    options.lorentzianDeviation = 0.5
    let fitter = LeastSquares(model: model, options: options, amountPrior: prior)
    return others.isEmpty ? fitter : fitter.averaged(as: "own", with: others)
  }

  /// The same of one width alone: averaged with itself, so that all samples are searched as of others.
  private static func alone(ofWidth width: Double) -> LeastSquares {
    let fitter = fit(ofWidth: width)
    return fitter.averaged(as: "own", with: [.init(name: "same", probability: 1, fitter: fitter)])
  }

  private static func scan(width: Double, noise: Double, seed: UInt64) -> FID {
    let clean = model.fid(
      SignalParameters(
        amounts: [20, 10], shifts: [0, 0], lorentzians: [width + 2, 7], gaussian: 6, frequency: 0, phase: 0, delay: 0))
    return SingletWorld.noisy(clean, deviation: noise, stream: RandomStream(seed: seed))
  }

  @Test(
    "The data tell which of two widths a broad line has, and what lies above it comes out right", arguments: [20.0, 60])
  func told(width: Double) throws {
    let scan = Self.scan(width: width, noise: 0.5, seed: 3)
    let averaged = Self.fit(
      ofWidth: 60, others: [.init(name: "other", probability: 1, fitter: Self.fit(ofWidth: 20))])
    let found = try averaged.fit(scan)
    let share = try #require(found.assumptions.first { $0.name == (width == 60 ? "own" : "other") }).share
    #expect(share > 0.999, "\(found.assumptions)")
    let narrow = try #require(found.quantification["narrow"])
    #expect(abs(narrow.value / 10 - 1) < 0.03, "\(narrow.value)")
    let wrong = try #require(try Self.fit(ofWidth: 80 - width).quantify(scan)["narrow"])
    #expect(abs(wrong.value / 10 - 1) > 0.1, "one assumption alone would be \(wrong.value)")
  }

  @Test(
    "What no source knows is doubted where it is the likeliest, with how likely it is, and nowhere else",
    arguments: [20.0, 60])
  func unlikeAll(width: Double) throws {
    let averaged = Self.fit(
      ofWidth: 60,
      others: [.init(name: "unlike any", probability: 0.3, fitter: Self.fit(ofWidth: 20), isUnlikeAll: true)])
    let doubts = try averaged.fit(Self.scan(width: width, noise: 0.5, seed: 3)).quantification.doubts
    let told = doubts.compactMap { if case .unlikeMacromolecules(let percent) = $0 { percent } else { nil } }
    #expect(told.count == (width == 20 ? 1 : 0) && told.allSatisfy { $0 > 99 }, "\(doubts)")
  }

  @Test("Assumptions that the data do not tell apart are as likely as they were before")
  func untold() throws {
    let scan = Self.scan(width: 60, noise: 0.5, seed: 4)
    let alone = try Self.alone(ofWidth: 60).fit(scan)
    let averaged = try Self.fit(
      ofWidth: 60, others: [.init(name: "same", probability: 0.25, fitter: Self.fit(ofWidth: 60))]
    ).fit(scan)
    #expect(averaged.assumptions.map(\.name) == ["own", "same"])
    #expect(abs(averaged.assumptions[0].share - 0.8) < 0.001 && abs(averaged.assumptions[1].share - 0.2) < 0.001)
    for (one, other) in zip(averaged.quantification.amounts, alone.quantification.amounts) {
      #expect(abs(one.value - other.value) < 0.01 * other.standardDeviation)
      #expect(abs(one.standardDeviation / other.standardDeviation - 1) < 0.001)
    }
    #expect(try Self.fit(ofWidth: 60).fit(scan).assumptions.isEmpty)
  }

  @Test("Where both are likely the variance holds what lies between them")
  func between() throws {
    // So much noise that a width of 30 is about as likely as one of 60.
    let scan = Self.scan(width: 45, noise: 20, seed: 6)
    let single = try [60, 30].map { try Self.alone(ofWidth: $0).fit(scan) }
    let averaged = try Self.fit(
      ofWidth: 60, others: [.init(name: "30", probability: 1, fitter: Self.fit(ofWidth: 30))]
    ).fit(scan)
    let shares = averaged.assumptions.map(\.share)
    #expect(shares.allSatisfy { $0 > 0.05 }, "\(shares)")
    for k in 0..<2 {
      let values = single.map { $0.quantification.amounts[k].value }
      let (mean, deviation) = (averaged.quantification.amounts[k].value, averaged.covariance[k, k].squareRoot())
      #expect(abs(mean - (shares[0] * values[0] + shares[1] * values[1])) < 0.05 * deviation)
      let variance = zip(shares, single).reduce(0.0) { sum, one in
        let apart = one.1.quantification.amounts[k].value - mean
        return sum + one.0 * (one.1.covariance[k, k] + apart * apart)
      }
      #expect(abs(deviation / variance.squareRoot() - 1) < 0.05)
    }
  }

  @Test("Of two assumptions that agree with the data the one that said less beforehand is as much less likely")
  func saidLess() throws {
    func prior(_ deviation: Double) -> AmountPrior {
      .normal(NormalAmounts(byName: ["broad": .init(mean: 20, deviation: deviation)]))
    }
    // The data know the amount to a few per cent, so that both priors are flat for them.
    let averaged = Self.fit(
      ofWidth: 60, prior: prior(20),
      others: [.init(name: "vague", probability: 1, fitter: Self.fit(ofWidth: 60, prior: prior(2000)))])
    let shares = try averaged.fit(Self.scan(width: 60, noise: 0.5, seed: 7)).assumptions.map(\.share)
    #expect(abs(shares[0] / shares[1] / 100 - 1) < 0.05, "\(shares)")
  }

  @Test(
    "The integral over an amount that is best at zero is what a sum of thin slices gives", arguments: [0.01, 1, 30])
  func integral(slope: Double) {
    let (curvature, step) = (2.0, 1e-5)
    let sum = stride(from: step / 2, to: 8, by: step).reduce(0.0) {
      $0 + step * .exp(-slope * $1 - curvature * $1 * $1 / 2)
    }
    #expect(abs(Evidence.integral(slope: slope, curvature: curvature) - .log(sum)) < 0.005)
  }
}
