import MRSCore
import MRSStatistics
import Testing

@Suite("Binomial intervals and tests")
struct BinomialTests {
  /// SciPy 1.17.1 (ORIGIN.md). The first three are of the published counts: 59–100, 55.5–99.7, 71.3–99.9 %.
  @Test(
    "Clopper–Pearson intervals are exact",
    arguments: [
      (7, 7, 0.5903836027749514, 1.0), (9, 10, 0.5549838829718047, 0.9974714214555375),
      (16, 17, 0.7131106033327779, 0.9985118256087294), (0, 5, 0, 0.5218237501049814),
      (3, 1000, 0.0006190999316499173, 0.008742023238657654),
    ])
  func clopperPearson(successes: Int, trials: Int, lower: Double, upper: Double) throws {
    let interval = try BinomialInterval.clopperPearson(successes: successes, trials: trials)
    // SciPy itself finds its bounds by root search to 1e-12 relative.
    #expect(abs(interval.lower - lower) < 1e-11)
    #expect(abs(interval.upper - upper) < 1e-11)
    #expect(interval.estimate == Double(successes) / Double(trials))
  }

  @Test("The chance that the interval holds the proportion is never below nominal, summed over every outcome")
  func coverage() throws {
    let trials = 17
    let intervals = try (0...trials).map { try BinomialInterval.clopperPearson(successes: $0, trials: trials) }
    let proportions = (1..<50).map { 0.02 * Double($0) }
    var mean = 0.0
    for proportion in proportions {
      var mass = [1.0]
      for _ in 0..<trials {
        mass = (0...mass.count).map {
          ($0 > 0 ? mass[$0 - 1] * proportion : 0) + ($0 < mass.count ? mass[$0] * (1 - proportion) : 0)
        }
      }
      let covered = zip(intervals, mass).reduce(0) { $1.0.contains(proportion) ? $0 + $1.1 : $0 }
      #expect(covered >= 0.95)
      mean += covered / Double(proportions.count)
    }
    // SciPy's intervals of the same outcomes: no wider than an exact interval must be.
    #expect(abs(mean - 0.9771083296) < 1e-9, "\(mean)")
  }

  @Test("Exact P values are those of SciPy")
  func test() throws {
    #expect(abs(try BinomialTest.twoSided(successes: 7, trials: 10) - 0.34375) < 1e-13)
    #expect(
      abs(try BinomialTest.twoSided(successes: 2, trials: 12, proportion: 0.3) - 0.5291598783249996) < 1e-12)
    #expect(abs(try BinomialTest.twoSided(successes: 16, trials: 17) - 0.000274658203125) < 1e-15)
    #expect(
      abs(try BinomialTest.twoSided(successes: 3, trials: 50, proportion: 0.1) - 0.48006706414968536) < 1e-12)
    #expect(try BinomialTest.twoSided(successes: 5, trials: 10) == 1)
  }

  @Test("Impossible counts are refused with the numbers")
  func refusals() {
    #expect(throws: StatisticsError.outOfRange(quantity: "the number of trials", value: 0, expected: "at least 1")) {
      try BinomialInterval.clopperPearson(successes: 0, trials: 0)
    }
    #expect(
      throws: StatisticsError.outOfRange(
        quantity: "the number of successes", value: 8, expected: "between 0 and 7")
    ) { try BinomialTest.twoSided(successes: 8, trials: 7) }
    #expect(throws: StatisticsError.self) {
      try BinomialInterval.clopperPearson(successes: 1, trials: 7, confidence: 95)
    }
  }

  @Test("Wilson's intervals are those of statsmodels and of Newcombe 1998")
  func wilson() throws {
    for (successes, trials, lower, upper) in [
      (16, 17, 0.7301796936242458, 0.9895395990150023), (9, 10, 0.5958499732047614, 0.982123786904927),
      (7, 7, 0.6456695649333125, 1), (0, 12, 0, 0.24249400665524096),
      // Newcombe 1998 (doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E), table I: 0.2553, 0.3662.
      (81, 263, 0.2552885198782742, 0.36620957698280004), (15, 148, 0.06238639953073628, 0.16048724172330803),
    ] {
      let interval = try BinomialInterval.wilson(successes: successes, trials: trials)
      #expect(abs(interval.lower - lower) < 1e-12 && abs(interval.upper - upper) < 1e-12)
    }
  }

  @Test("McNemar's exact P is that of statsmodels, the mid-P is half a point probability less on either side")
  func mcNemar() throws {
    for (first, second, exact, midP) in [
      (86, 150, 3.7159361395713866e-05, 2.893389517615428e-05), (1, 8, 0.0390625, 0.021484375), (5, 5, 1, 1),
      (0, 3, 0.25, 0.125), (10, 4, 0.1795654296875, 0.11846923828125), (0, 0, 1, 1),
    ] {
      let test = try McNemarTest(onlyFirst: first, onlySecond: second)
      #expect(abs(test.exact - exact) < 1e-12 && abs(test.midP - midP) < 1e-12)
    }
    let calls = try McNemarTest(
      firstCorrect: [true, true, false, true, false], secondCorrect: [true, false, false, false, true])
    #expect(calls.onlyFirst == 2 && calls.onlySecond == 1)
    #expect(throws: StatisticsError.self) { try McNemarTest(firstCorrect: [true], secondCorrect: []) }
  }
}
