import MRSCore
import MRSStatistics
import Testing

@Suite("ROC curves and confusion tables")
struct ROCCurveTests {
  /// Hanley & McNeil 1982 (ORIGIN.md): ratings 1…5 of 58 normal and 51 abnormal images.
  let ratings: (scores: [Double], isPositive: [Bool]) = {
    let normal = zip(1...5, [33, 6, 6, 11, 2]).flatMap { [Double](repeating: Double($0), count: $1) }
    let abnormal = zip(1...5, [3, 2, 2, 11, 33]).flatMap { [Double](repeating: Double($0), count: $1) }
    return (normal + abnormal, normal.map { _ in false } + abnormal.map { _ in true })
  }()

  @Test("Area and DeLong interval of Hanley and McNeil's ratings, which are full of ties")
  func hanleyMcNeil() throws {
    let roc = try ROCCurve(scores: ratings.scores, isPositive: ratings.isPositive)
    #expect(abs(roc.area - 0.8931710615280595) < 1e-14)
    #expect(abs(try #require(roc.standardError) - 0.030724408379381122) < 1e-14)
    let interval = try #require(try roc.interval())
    #expect(abs(interval.lower - 0.8329523276581718) < 1e-12)
    #expect(abs(interval.upper - 0.9533897953979471) < 1e-12)
    #expect(roc.points.count == 6)
    // Their Table I: of rating 5, 33 of 51 abnormal and 2 of 58 normal.
    #expect(roc.points[1].truePositiveRate == 33.0 / 51 && roc.points[1].falsePositiveRate == 2.0 / 58)
  }

  @Test("The area is that under the points, reversed scores give its complement, and order does not matter")
  func properties() throws {
    var stream = RandomStream(seed: 8)
    let scores = (0..<60).map { _ in (stream.normal() * 4).rounded() }
    let truth = scores.map { $0 + 6 * stream.normal() > 0 }
    let roc = try ROCCurve(scores: scores, isPositive: truth)
    let trapezoids = zip(roc.points, roc.points.dropFirst()).reduce(0.0) {
      $0 + ($1.1.falsePositiveRate - $1.0.falsePositiveRate) * ($1.1.truePositiveRate + $1.0.truePositiveRate) / 2
    }
    #expect(abs(roc.area - trapezoids) < 1e-13)
    let reversed = try ROCCurve(scores: scores.map { -$0 }, isPositive: truth)
    #expect(abs(reversed.area - (1 - roc.area)) < 1e-13)
    #expect(abs(try #require(reversed.standardError) - #require(roc.standardError)) < 1e-13)
    let order = stream.permutation(scores.count)
    let shuffled = try ROCCurve(scores: order.map { scores[$0] }, isPositive: order.map { truth[$0] })
    #expect(shuffled.points == roc.points)
    let monotone = try ROCCurve(scores: scores.map { $0 * $0 * $0 + 5 }, isPositive: truth)
    #expect(monotone.area == roc.area)
    let superiority = try MannWhitney(
      zip(scores, truth).filter { $0.1 }.map { $0.0 }, zip(scores, truth).filter { !$0.1 }.map { $0.0 })
    #expect(abs(superiority.probabilityOfSuperiority - roc.area) < 1e-13)
  }

  @Test("DeLong's 95 % interval holds the true area in 93 to 97 % of samples of 60 + 60")
  func coverage() throws {
    // Two unit normals d′ = 1 apart: area Φ(1/√2).
    let area = NormalDistribution.cumulative(1 / 2.0.squareRoot())
    let samples = 1500
    var covered = 0
    for index in 0..<samples {
      var stream = RandomStream(seed: 4).child(index)
      let truth = (0..<120).map { $0 < 60 }
      let scores = truth.map { stream.normal(mean: $0 ? 1 : 0, deviation: 1) }
      if try ROCCurve(scores: scores, isPositive: truth).interval()?.contains(area) == true { covered += 1 }
    }
    #expect((0.93...0.97).contains(Double(covered) / Double(samples)))
  }

  @Test("Perfect separation has area 1 and no DeLong interval; one class is refused")
  func edges() throws {
    let perfect = try ROCCurve(scores: [1, 2, 3, 4], isPositive: [false, false, true, true])
    #expect(perfect.area == 1)
    #expect(try perfect.interval() == nil)
    #expect(throws: StatisticsError.oneClassOnly(quantity: "an ROC curve", positives: 2, negatives: 0)) {
      try ROCCurve(scores: [1, 2], isPositive: [true, true])
    }
    #expect(throws: StatisticsError.notFinite(quantity: "the scores of an ROC curve", index: 1, value: "nan")) {
      try ROCCurve(scores: [1, .nan], isPositive: [true, false])
    }
  }

  @Test("The published confusion table gives the published shares with exact intervals")
  func confusion() throws {
    let called = (0..<7).map { _ in true } + [true] + (0..<9).map { _ in false }
    let truth = (0..<17).map { $0 < 7 }
    let table = try ConfusionTable(called: called, isPositive: truth)
    #expect(
      try table == ConfusionTable(truePositives: 7, falseNegatives: 0, trueNegatives: 9, falsePositives: 1))
    #expect(try table.sensitivity()?.estimate == 1)
    #expect(try table.specificity()?.estimate == 0.9)
    let accuracy = try #require(try table.accuracy())
    #expect(accuracy.estimate == 16.0 / 17 && abs(accuracy.lower - 0.7131106033327779) < 1e-11)
    #expect(table.balancedAccuracy == 0.95)
    let none = try ConfusionTable(truePositives: 0, falseNegatives: 0, trueNegatives: 3, falsePositives: 0)
    #expect(try none.sensitivity() == nil)
    #expect(none.balancedAccuracy == nil)
  }
}
