import MRSCore
import MRSStatistics
import Testing

@Suite("Areas under ROC curves: intervals, comparison, precision")
struct ROCComparisonTests {
  // Made up, full of ties; the golden numbers are those of pROC 1.18 on them (ORIGIN.md).
  let isPositive = (0..<22).map { $0 >= 12 }
  let first: [Double] = [1, 2, 2, 3, 1, 4, 2, 5, 3, 3, 2, 6, 4, 5, 3, 6, 7, 5, 8, 2, 6, 7]
  let second: [Double] = [2, 1, 3, 2, 4, 3, 5, 1, 2, 6, 4, 3, 3, 4, 6, 5, 2, 7, 6, 4, 3, 5]

  @Test("The paired DeLong test is that of pROC")
  func paired() throws {
    let test = try ROCComparison(first: first, second: second, isPositive: isPositive)
    #expect(abs(test.firstArea - 0.8416666666666667) < 1e-14 && abs(test.secondArea - 0.7541666666666667) < 1e-14)
    // √(var₁ + var₂ − 2·cov) of pROC's var and cov.
    let variance = 0.007304292929292929 + 0.010774761503928171 + 2 * 0.001394500561167228
    let (error, p) = (try #require(test.standardError), try #require(test.pValue))
    #expect(abs(error - variance.squareRoot()) < 1e-14 && abs(p - 0.5447051960121185) < 1e-12)
    let interval = try #require(try test.interval())
    #expect(abs(interval.lower + 0.1956320824008186) < 1e-12 && abs(interval.upper - 0.3706320824008185) < 1e-12)
  }

  @Test("Of equal rankings P is 1; of a difference without scatter nothing is said")
  func edges() throws {
    let same = try ROCComparison(first: first, second: first.map { 3 * $0 - 1 }, isPositive: isPositive)
    #expect(same.pValue == 1 && same.difference == 0)
    let perfect = try ROCComparison(
      first: [1, 2, 3, 4], second: [4, 3, 2, 1], isPositive: [false, false, true, true])
    #expect(perfect.difference == 1 && perfect.pValue == nil)
    #expect(try perfect.interval() == nil)
  }

  @Test("At no true difference the paired test rejects 5 % of the time")
  func level() throws {
    let samples = 2000
    var rejected = 0
    for index in 0..<samples {
      var stream = RandomStream(seed: 21).child(index)
      let truth = (0..<80).map { $0 < 40 }
      // Two scores that share half their noise, of one area.
      let shared = truth.map { stream.normal(mean: $0 ? 1 : 0, deviation: 1) }
      let scores = (0..<2).map { _ in shared.map { $0 + stream.normal() } }
      let test = try ROCComparison(first: scores[0], second: scores[1], isPositive: truth)
      if let p = test.pValue, p < 0.05 { rejected += 1 }
    }
    // Four standard errors of 2000 draws at 5 %, and what the normal approximation gives away at 40 + 40.
    #expect((0.03...0.07).contains(Double(rejected) / Double(samples)))
  }

  @Test("The interval on the logit scale and Newcombe's score interval are their formulas in NumPy")
  func intervals() throws {
    let curve = try ROCCurve(scores: first, isPositive: isPositive)
    let logit = try #require(try curve.logitInterval())
    #expect(abs(logit.lower - 0.6019776490813384) < 1e-12 && abs(logit.upper - 0.9491965160535768) < 1e-12)
    let score = try curve.scoreInterval()
    #expect(abs(score.lower - 0.5999006641860896) < 1e-12 && abs(score.upper - 0.9448429573264591) < 1e-12)
  }

  @Test("Perfect separation of 7 + 10 patients still leaves areas down to 0.76")
  func perfect() throws {
    let curve = try ROCCurve(scores: (0..<17).map(Double.init), isPositive: (0..<17).map { $0 >= 10 })
    #expect(try curve.logitInterval() == nil)
    let interval = try curve.scoreInterval()
    #expect(interval.upper == 1 && abs(interval.lower - 0.7622127358349049) < 1e-9)
    let reversed = try ROCCurve(scores: (0..<17).map(Double.init), isPositive: (0..<17).map { $0 < 7 })
    let mirrored = try reversed.scoreInterval()
    #expect(mirrored.lower == 0 && abs(mirrored.upper - (1 - interval.lower)) < 1e-12)
  }

  @Test("Both intervals hold the true area in 93.5 to 98 % of samples of 20 + 17, where ± z·SE does not reach 93.5 %")
  func coverage() throws {
    // d′ = 2: area Φ(√2).
    let area = NormalDistribution.cumulative(2.0.squareRoot())
    let samples = 2000
    var (logit, score, plain) = (0, 0, 0)
    for index in 0..<samples {
      var stream = RandomStream(seed: 5).child(index)
      let truth = (0..<37).map { $0 < 17 }
      let curve = try ROCCurve(
        scores: truth.map { stream.normal(mean: $0 ? 2 : 0, deviation: 1) }, isPositive: truth)
      if try curve.logitInterval()?.contains(area) ?? curve.scoreInterval().contains(area) { logit += 1 }
      if try curve.scoreInterval().contains(area) { score += 1 }
      if try curve.interval()?.contains(area) == true { plain += 1 }
    }
    let shares = [logit, score, plain].map { Double($0) / Double(samples) }
    #expect((0.935...0.98).contains(shares[0]) && (0.935...0.98).contains(shares[1]) && shares[2] < 0.935)
  }

  @Test("Hanley and McNeil's standard error, and the patients that an area to ± 0.05 asks for")
  func precision() throws {
    // Their formula in NumPy; the numbers of patients by counting up from one.
    #expect(
      abs(try ROCPrecision.standardError(area: 0.893, positives: 51, negatives: 58) - 0.03251158176764658) < 1e-14)
    for (area, patients) in [(0.7, 208), (0.8, 151), (0.85, 117), (0.9, 79), (0.95, 40)] {
      #expect(try ROCPrecision.patientsPerGroup(area: area, halfWidth: 0.05) == patients)
    }
    #expect(throws: StatisticsError.self) { try ROCPrecision.patientsPerGroup(area: 0.8, halfWidth: 0) }
    #expect(throws: StatisticsError.self) { try ROCPrecision.standardError(area: 1.2, positives: 5, negatives: 5) }
  }
}
