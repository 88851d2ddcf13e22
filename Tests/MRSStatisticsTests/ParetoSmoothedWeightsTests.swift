import MRSCore
import MRSStatistics
import Numerics
import Testing

@Suite("Pareto-smoothed importance weights")
struct ParetoSmoothedWeightsTests {
  @Test("The tail index of weights U⁻ᵏ is found", arguments: [0.2, 0.5, 0.9, 1.3])
  func knownTail(k: Double) {
    var stream = RandomStream(seed: 1)
    let logWeights = (0..<20_000).map { _ in -k * Double.log(1 - stream.uniform()) }
    let found = ParetoSmoothedWeights(logWeights: logWeights)
    // Of the 424 largest, drawn towards ½ as by ten more: ±(1 + k)/√424.
    #expect(abs(found.tailIndex - k) < 3 * (1 + k) / 424.0.squareRoot() + 0.02, "\(found.tailIndex)")
  }

  @Test("The shape of a generalised Pareto distribution is that of its quantiles", arguments: [-0.4, 0.1, 0.7])
  func knownShape(k: Double) {
    let count = 2000
    let excesses = (0..<count).map { i -> Double in
      let share = (Double(i) + 0.5) / Double(count)
      return 3 * Double.expMinusOne(-k * .log(onePlus: -share)) / k
    }
    let fit = GeneralizedPareto(excesses: excesses)
    #expect(abs(fit.shape - k) < 0.02 && abs(fit.scale / 3 - 1) < 0.03, "\(fit)")
    for share in [0.1, 0.5, 0.9] { #expect(abs(fit.quantile(share) / excesses[Int(share * 2000)] - 1) < 0.03) }
  }

  @Test("A proposal that is the density has all weights alike, no tail, and the density's integral as their mean")
  func perfect() {
    let found = ParetoSmoothedWeights(logWeights: [Double](repeating: 2.5, count: 400))
    #expect(found.tailIndex < 0.7 && abs(found.efficiency - 1) < 1e-12 && abs(found.logMean - 2.5) < 1e-12)
  }

  @Test("Moments and integral of a normal come from draws of a wider one; from a far narrower one k-hat refuses them")
  func normal() {
    func weights(_ deviation: Double, seed: UInt64) -> (draws: [Double], found: ParetoSmoothedWeights) {
      var stream = RandomStream(seed: seed)
      let draws = (0..<4000).map { _ in deviation * stream.normal() }
      // Five times the standard normal density over the proposal's.
      let logs = draws.map { x in
        Double.log(5) - x * x / 2 + x * x / (2 * deviation * deviation) + .log(deviation)
      }
      return (draws, ParetoSmoothedWeights(logWeights: logs))
    }
    let wide = weights(1.3, seed: 2)
    let square = zip(wide.draws, wide.found.weights).reduce(0) { $0 + $1.1 * $1.0 * $1.0 }
    #expect(abs(square - 1) < 0.1 && wide.found.tailIndex < 0.5)
    #expect(abs(wide.found.logMean - .log(5)) < 0.03)
    #expect(abs(wide.found.weights.reduce(0, +) - 1) < 1e-9)
    // Of a proposal of deviation s weights have the tail 1 − s².
    #expect(weights(0.2, seed: 3).found.tailIndex > ParetoSmoothedWeights.largestTailIndex)
  }

  @Test("No weight at all is told as an infinite tail")
  func nothing() {
    let found = ParetoSmoothedWeights(logWeights: [Double](repeating: -.infinity, count: 100))
    #expect(found.tailIndex == .infinity && found.logMean == -.infinity)
    // One draw that holds everything.
    let one = ParetoSmoothedWeights(logWeights: [0] + [Double](repeating: -.infinity, count: 99))
    #expect(!(one.tailIndex <= ParetoSmoothedWeights.largestTailIndex))
  }
}
