import MRSStatistics
import Testing

@Suite("Distributions")
struct DistributionTests {
  /// Values of SciPy 1.17.1 (ORIGIN.md). For shapes of 10⁴ the logarithm of the prefactor is a difference of numbers
  /// near 2·10⁵, whose rounding alone makes a relative error of 4·10⁻¹¹.
  @Test(
    "The incomplete beta function is that of SciPy",
    arguments: [
      (0.3, 2.0, 5.0, 0.5798250000000003), (0.999, 0.5, 0.5, 0.9798649583666235), (0.5, 1e4, 1e4, 0.5),
      (1e-5, 0.5, 8, 0.009935928679560271), (0.02, 3, 998, 0.9999996138490629),
    ])
  func incompleteBeta(x: Double, a: Double, b: Double, expected: Double) {
    let relative = 1e-10
    #expect(abs(BetaDistribution.cumulative(x, a: a, b: b) / expected - 1) < relative)
  }

  @Test("A quantile leads back to its probability, and symmetric shapes mirror")
  func inverse() {
    // 1 − x loses digits where x is tiny, and at shapes of ½ the slope is infinite there: √ε·√x is 10⁻¹¹.
    for (a, b) in [(0.5, 0.5), (1, 7), (10, 8), (200, 3)] {
      for p in [1e-6, 0.025, 0.5, 0.975] {
        let x = BetaDistribution.quantile(p, a: a, b: b)
        #expect(abs(BetaDistribution.cumulative(x, a: a, b: b) - p) < 1e-12)
        #expect(abs(BetaDistribution.cumulative(1 - x, a: b, b: a) - (1 - p)) < 1e-10)
      }
    }
  }

  @Test("Normal quantiles and tails are those of SciPy")
  func normal() {
    #expect(abs(NormalDistribution.deviations(confidence: 0.95) - 1.959963984540054) < 1e-13)
    #expect(abs(NormalDistribution.quantile(1e-10) + 6.361340902404056) < 1e-12)
    #expect(abs(NormalDistribution.cumulative(-8) / 6.22096057427174e-16 - 1) < 1e-12)
  }

  @Test("Student quantiles and tails are those of SciPy")
  func student() {
    #expect(abs(StudentDistribution.deviations(confidence: 0.95, degreesOfFreedom: 10) - 2.228138851986274) < 1e-11)
    #expect(abs(StudentDistribution.deviations(confidence: 0.9, degreesOfFreedom: 2) - 2.9199855803537242) < 1e-11)
    #expect(abs(StudentDistribution.twoSided(2.5, degreesOfFreedom: 7) - 0.04099221858575289) < 1e-13)
  }
}
