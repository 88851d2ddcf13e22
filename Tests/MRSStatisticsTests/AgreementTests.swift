import MRSCore
import MRSStatistics
import Testing

@Suite("Agreement of estimates with truth")
struct AgreementTests {
  @Test("Line, bias and errors are those of SciPy and NumPy")
  func golden() throws {
    let truths: [Double] = [1, 2, 3, 4, 5, 6, 7, 8]
    let agreement = try Agreement(
      target: "GPC", truths: truths, estimates: [1.2, 1.9, 3.4, 3.8, 5.3, 5.9, 6.6, 8.4])
    let line = try #require(agreement.line)
    let tolerance = 1e-11
    #expect(abs(line.slope.estimate - 0.986904761904762) < tolerance)
    #expect(abs(line.slope.lower - 0.8644089882132885) < tolerance)
    #expect(abs(line.slope.upper - 1.1094005355962353) < tolerance)
    #expect(abs(line.intercept - 0.121428571428571) < tolerance)
    #expect(abs(try #require(line.correlation) - 0.992368974434316) < tolerance)
    #expect(abs(agreement.rootMeanSquareError - 0.2893959225697557) < tolerance)
    #expect(abs(try #require(agreement.meanAbsolutePercentageError) - 7.714285714285715) < tolerance)
    #expect(abs(agreement.bias.estimate - 0.0625) < tolerance)
    #expect(abs(agreement.bias.lower + 0.1900419807734677) < tolerance)
    #expect(agreement.coverage == nil)
  }

  @Test("An estimator that returns its prior has slope 0, an ideal one slope 1")
  func slopes() throws {
    let truths: [Double] = [1, 2, 3, 4]
    #expect(try Agreement(target: "a", truths: truths, estimates: [2, 2, 2, 2]).line?.slope.estimate == 0)
    #expect(try Agreement(target: "a", truths: truths, estimates: [2, 2, 2, 2]).line?.correlation == nil)
    let ideal = try Agreement(target: "a", truths: truths, estimates: truths)
    #expect(ideal.line?.slope.estimate == 1 && ideal.rootMeanSquareError == 0)
    #expect(try Agreement(target: "a", truths: [2, 2, 2], estimates: [1, 2, 3]).line == nil)
  }

  @Test("Zero truths are left out of the percentage and counted")
  func zeros() throws {
    let some = try Agreement(target: "a", truths: [0, 2, 4], estimates: [1, 3, 4])
    #expect(some.zeroTruths == 1 && some.meanAbsolutePercentageError == 25)
    let none = try Agreement(target: "a", truths: [0, 0, 0], estimates: [1, 2, 3])
    #expect(none.zeroTruths == 3 && none.meanAbsolutePercentageError == nil)
  }

  @Test("Intervals of honest estimates cover as they claim; those half as wide do not")
  func coverage() throws {
    var stream = RandomStream(seed: 12)
    let truths = (0..<4000).map { _ in stream.uniform(in: 1...5) }
    let estimates = truths.map { stream.normal(mean: $0, deviation: 0.5) }
    func coverage(deviation: Double) throws -> ConfidenceInterval? {
      let half = NormalDistribution.deviations(confidence: 0.9) * deviation
      return try Agreement(
        target: "a", truths: truths, estimates: estimates,
        intervals: (estimates.map { $0 - half...$0 + half }, 0.9)
      ).coverage
    }
    // Exact 95 % interval; this seed is not one of the twenty.
    #expect(try #require(try coverage(deviation: 0.5)).contains(0.9))
    #expect(try #require(try coverage(deviation: 0.25)).upper < 0.7)
  }

  @Test("The slope's 95 % interval holds the true slope in 93.5 to 96.5 % of samples")
  func slopeCoverage() throws {
    var covered = 0
    let samples = 3000
    for index in 0..<samples {
      var stream = RandomStream(seed: 30).child(index)
      let x = (0..<8).map { _ in stream.uniform(in: 0...1) }
      let y = x.map { 0.3 + 0.6 * $0 + 0.1 * stream.normal() }
      if try #require(try StraightLine(x: x, y: y)).slope.contains(0.6) { covered += 1 }
    }
    #expect((0.935...0.965).contains(Double(covered) / Double(samples)))
  }

  @Test("Pairs that do not match are refused")
  func refusals() {
    #expect(throws: StatisticsError.countMismatch(quantity: "the estimates of a", found: 2, expected: 3)) {
      try Agreement(target: "a", truths: [1, 2, 3], estimates: [1, 2])
    }
    #expect(throws: StatisticsError.tooFew(quantity: "the examples of a", found: 2, needed: 3)) {
      try Agreement(target: "a", truths: [1, 2], estimates: [1, 2])
    }
  }
}
