import MRSCore
import MRSStatistics
import Numerics
import Testing

@Suite("Probabilities: Brier score, calibration line, calibration of scores")
struct ProbabilityCalibrationTests {
  let probabilities = [
    0.02, 0.05, 0.11, 0.13, 0.2, 0.24, 0.31, 0.33, 0.4, 0.45, 0.52, 0.55, 0.61, 0.64, 0.7, 0.74, 0.8, 0.86, 0.9, 0.97,
  ]
  let outcomes = [0, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 1, 1, 0, 1, 1, 0, 1, 1, 1].map { $0 == 1 }

  @Test("The calibration line and the calibration in the large are the binomial models of statsmodels")
  func line() throws {
    let line = try CalibrationLine(probabilities: probabilities, isPositive: outcomes)
    let slope = try #require(line.slope)
    #expect(abs(slope.estimate - 0.8012230399592462) < 1e-9)
    #expect(abs(slope.lower - 0.00327293960867547) < 1e-8 && abs(slope.upper - 1.5991731403098168) < 1e-8)
    let intercept = try #require(line.intercept)
    #expect(abs(intercept.estimate - 0.11952473832575755) < 1e-9)
    #expect(abs(intercept.lower + 0.9080568195062313) < 1e-8)
    let large = try #require(line.interceptAtSlopeOne)
    #expect(abs(large.estimate - 0.1419785913647539) < 1e-9 && abs(large.upper - 1.2195599589789106) < 1e-8)
    #expect(line.clipped == 0)
  }

  @Test("Log-odds twice too large have half the slope; separated classes have none; certainty is moved and counted")
  func lineProperties() throws {
    let line = try CalibrationLine(probabilities: probabilities, isPositive: outcomes)
    let doubled = probabilities.map { p in
      let odds = p / (1 - p)
      return odds * odds / (1 + odds * odds)
    }
    let bold = try CalibrationLine(probabilities: doubled, isPositive: outcomes)
    let slopes = [try #require(bold.slope).estimate, try #require(line.slope).estimate]
    #expect(abs(slopes[0] - 0.5 * slopes[1]) < 1e-9)
    let separated = try CalibrationLine(probabilities: [0.1, 0.2, 0.8, 1], isPositive: [false, false, true, true])
    #expect(separated.slope == nil && separated.intercept == nil && separated.interceptAtSlopeOne != nil)
    #expect(separated.clipped == 1)
    let same = try CalibrationLine(probabilities: [0.5, 0.5, 0.5], isPositive: [false, true, true])
    let share = try #require(same.interceptAtSlopeOne).estimate
    #expect(same.slope == nil && abs(share - .log(2)) < 1e-9)
  }

  @Test("Murphy's parts of a Brier score are NumPy's, and sum to it")
  func murphy() throws {
    let forecasts = zip([0.1, 0.3, 0.5, 0.7, 0.9], [6, 5, 4, 5, 6]).flatMap { [Double](repeating: $0, count: $1) }
    let truth = [0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 1, 1, 0, 1, 0, 1, 1, 0, 1, 1, 1, 1, 1, 0, 1, 1].map { $0 == 1 }
    let brier = try BrierScore(probabilities: forecasts, isPositive: truth)
    #expect(abs(brier.score - 0.18538461538461537) < 1e-14)
    #expect(abs(brier.reliability - 0.005897435897435901) < 1e-14)
    #expect(abs(brier.resolution - 0.06903353057199212) < 1e-14)
    #expect(abs(brier.uncertainty - 0.2485207100591716) < 1e-14 && abs(brier.spread) < 1e-15)
    let skill = try #require(brier.skill)
    #expect(abs(skill - (1 - 0.18538461538461537 / 0.2485207100591716)) < 1e-13)
  }

  @Test("In bins of four the parts are NumPy's too, with what the spread within bins adds")
  func binned() throws {
    let brier = try BrierScore(probabilities: probabilities, isPositive: outcomes, bins: 5)
    #expect(abs(brier.score - 0.188985) < 1e-14)
    #expect(abs(brier.reliability - 0.01082375) < 1e-14 && abs(brier.resolution - 0.05) < 1e-14)
    #expect(abs(brier.spread - (0.00291125 - 0.02475)) < 1e-14)
    let sum = brier.reliability - brier.resolution + brier.uncertainty + brier.spread
    #expect(abs(sum - brier.score) < 1e-14)
    let tied = try BrierScore(
      probabilities: [0.2, 0.2, 0.2, 0.9], isPositive: [true, false, false, true], bins: 2)
    #expect(abs(tied.spread) < 1e-15)
    #expect(throws: StatisticsError.outOfRange(quantity: "a probability", value: 1.5, expected: "between 0 and 1")) {
      try BrierScore(probabilities: [1.5], isPositive: [true])
    }
  }

  @Test("Platt's curve is that of SciPy's optimiser and of scikit-learn, and finite where scores separate")
  func platt() throws {
    let scores = [-2.1, -1.7, -1.2, -0.9, -0.3, -0.1, 0.2, 0.4, 0.8, 1.1, 1.5, 2.4]
    let truth = [0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1].map { $0 == 1 }
    let curve = try ScoreCalibration(scores: scores, isPositive: truth)
    #expect(abs(curve.slope - 0.7706537728441156) < 1e-7 && abs(curve.intercept + 0.00302331832878957) < 1e-7)
    let separated = try ScoreCalibration(
      scores: (0..<6).map { Double($0) - 2.5 }, isPositive: (0..<6).map { $0 > 2 })
    #expect(abs(separated.slope - 0.7531012518116852) < 1e-7 && abs(separated.intercept) < 1e-7)
  }

  @Test("Scores that rank the wrong way round are flattened, never turned about")
  func reversed() throws {
    let curve = try ScoreCalibration(
      scores: [3, 2, 1, 0, -1, -2], isPositive: [false, false, true, false, true, true])
    #expect(curve.isReversed && curve.slope == ScoreCalibration.leastSlope)
    #expect(curve.probability(of: 3) > curve.probability(of: -2))
    #expect(abs(curve.probability(of: 0.5) - 0.5) < 1e-6)
    let constant = try ScoreCalibration(scores: [1, 1, 1], isPositive: [true, false, true])
    #expect(constant.isReversed && constant.probability(of: 1) > 0.5)
  }

  @Test("Calibrated on patients it had not seen, an overfitted logistic is no longer too sure")
  func calibratedTrainer() throws {
    var stream = RandomStream(seed: 8)
    func patients(_ perGroup: Int) -> [LabelledExample<[Double]>] {
      (0..<2 * perGroup).map { index in
        LabelledExample(
          subject: "S\(index)", group: index < perGroup ? "A" : "B", isPositive: index >= perGroup,
          input: (0..<15).map { _ in stream.normal() + (index >= perGroup ? 0.35 : 0) })
      }
    }
    let (learnt, tested) = (patients(80), patients(2000))
    let plain = try LogisticRegression(name: "x", features: (0..<15).map { "f\($0)" }, penalty: 0.01)
    let calibrated = try CalibratedTrainer(plain, stream: RandomStream(seed: 1))
    func slope(_ trainer: any ClassifierTrainer<[Double]>) throws -> Double {
      let model = try trainer.trained(on: learnt)
      let line = try CalibrationLine(
        probabilities: tested.map { try model.probability(of: $0.input) }, isPositive: tested.map(\.isPositive))
      return try #require(line.slope).estimate
    }
    let (before, after) = (try slope(plain), try slope(calibrated))
    #expect(before < 0.7)
    #expect(after > before && (0.75...1.4).contains(after))
    #expect(throws: StatisticsError.self) {
      try CalibratedTrainer(plain, stream: stream).trained(on: [learnt[0], learnt[40]])
    }
  }
}
