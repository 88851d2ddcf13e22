import MRSCore
import MRSFitting
import MRSModel
import Numerics
import Testing

@Suite("The Cramér–Rao bound of a known signal")
struct BoundTests {
  private static func fitter(broadening: Double = 0) -> LeastSquares {
    var options = SingletWorld.options
    options.broadeningDeviation = broadening
    options.firstOrderPhaseDeviation = 0
    return LeastSquares(model: SingletWorld.model, options: options)
  }

  @Test("Of a fit that found the truth it is the fit's own")
  func atTheTruth() throws {
    let noise = 0.02
    let fitter = Self.fitter()
    var truth = SingletWorld.truth
    truth.delay = 0
    let fid = SingletWorld.noisy(SingletWorld.model.fid(truth), deviation: noise, stream: RandomStream(seed: 92))
    let fit = try fitter.fit(fid)
    let bound = try fitter.penalizedBound(at: truth, noise: noise, baselineBend: fit.baselineBend)
    let inflation =
      max(1, fit.residualToNoise) * fit.noise
      / (noise * SingletWorld.acquisition.dwellTime * Double(SingletWorld.acquisition.points).squareRoot())
    for k in 0..<3 {
      let ratio = (fit.covariance[k, k] / bound[k, k]).squareRoot() / inflation
      #expect(abs(ratio - 1) < 0.01, "\(ratio)")
    }
  }

  @Test("It is proportional to the noise, and an unknown width costs more the more there is of a species")
  func scaling() throws {
    let plain = try Self.fitter().penalizedBound(at: SingletWorld.truth, noise: 0.1, baselineBend: 1)
    let louder = try Self.fitter().penalizedBound(at: SingletWorld.truth, noise: 0.3, baselineBend: 1)
    for k in 0..<3 { #expect(abs(louder[k, k] / plain[k, k] - 9) < 1e-6) }
    var little = SingletWorld.truth
    little.amounts[0] = 0.02
    let broad = Self.fitter(broadening: 2)
    let (much, small) = (
      try broad.penalizedBound(at: SingletWorld.truth, noise: 0.3, baselineBend: 1),
      try broad.penalizedBound(at: little, noise: 0.3, baselineBend: 1)
    )
    #expect(small[0, 0] < 0.7 * much[0, 0], "\(small[0, 0]), \(much[0, 0])")
  }

  @Test(
    "The Cramér–Rao bound assumes nothing of shifts: it is the larger, and the same however narrow the fit's prior is")
  func withoutPriors() throws {
    var bounds: [(cramerRao: Matrix, penalized: Matrix)] = []
    for deviation in [0.002, 0.02] {
      var options = SingletWorld.options
      options.shiftDeviation = deviation
      let fitter = LeastSquares(model: SingletWorld.model, options: options)
      bounds.append(
        (
          try fitter.cramerRaoBound(at: SingletWorld.truth, noise: 0.3),
          try fitter.penalizedBound(at: SingletWorld.truth, noise: 0.3, baselineBend: .infinity)
        ))
    }
    for k in 0..<3 {
      #expect(bounds[0].cramerRao[k, k] > bounds[0].penalized[k, k])
      #expect(abs(bounds[0].cramerRao[k, k] / bounds[1].cramerRao[k, k] - 1) < 1e-9)
      #expect(bounds[0].penalized[k, k] < bounds[1].penalized[k, k])
    }
  }

  @Test("A fit says which of the two bounds its uncertainty is")
  func kinds() throws {
    let fid = SingletWorld.noisy(
      SingletWorld.model.fid(SingletWorld.truth), deviation: 0.1, stream: RandomStream(seed: 93))
    var options = SingletWorld.options
    options.firstOrderPhaseDeviation = 0
    let free = try LeastSquares(model: SingletWorld.model, options: options).quantify(fid)
    #expect(free.amounts.allSatisfy { $0.uncertainty == .cramerRao })
    options.shiftDeviation = 0.004
    let soft = try LeastSquares(model: SingletWorld.model, options: options).quantify(fid)
    #expect(soft.amounts.allSatisfy { $0.uncertainty == .penalizedBound })
  }
}
