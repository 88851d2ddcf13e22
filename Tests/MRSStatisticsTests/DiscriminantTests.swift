import MRSCore
import MRSStatistics
import Testing

@Suite("Linear discriminants and scores named beforehand")
struct DiscriminantTests {
  /// *Iris versicolor* 1–12 and *virginica* 1–12 (Fisher 1936): sepal length and width, petal length and width.
  private let irises: [LabelledExample<[Double]>] = {
    let versicolor: [[Double]] = [
      [7.0, 3.2, 4.7, 1.4], [6.4, 3.2, 4.5, 1.5], [6.9, 3.1, 4.9, 1.5], [5.5, 2.3, 4.0, 1.3], [6.5, 2.8, 4.6, 1.5],
      [5.7, 2.8, 4.5, 1.3], [6.3, 3.3, 4.7, 1.6], [4.9, 2.4, 3.3, 1.0], [6.6, 2.9, 4.6, 1.3], [5.2, 2.7, 3.9, 1.4],
      [5.0, 2.0, 3.5, 1.0], [5.9, 3.0, 4.2, 1.5],
    ]
    let virginica: [[Double]] = [
      [6.3, 3.3, 6.0, 2.5], [5.8, 2.7, 5.1, 1.9], [7.1, 3.0, 5.9, 2.1], [6.3, 2.9, 5.6, 1.8], [6.5, 3.0, 5.8, 2.2],
      [7.6, 3.0, 6.6, 2.1], [4.9, 2.5, 4.5, 1.7], [7.3, 2.9, 6.3, 1.8], [6.7, 2.5, 5.8, 1.8], [7.2, 3.6, 6.1, 2.5],
      [6.5, 3.2, 5.1, 2.0], [6.4, 2.7, 5.3, 1.9],
    ]
    return (versicolor + virginica).enumerated().map { index, row in
      LabelledExample(subject: "I\(index)", group: index < 12 ? "A" : "B", isPositive: index >= 12, input: row)
    }
  }()
  private let names = ["sepal length", "sepal width", "petal length", "petal width"]
  /// *Versicolor* 13 and *virginica* 17.
  private let tests: [[Double]] = [[6.0, 2.2, 4.0, 1.0], [6.5, 3.0, 5.5, 1.8]]

  private func matches(_ model: LinearDiscriminant, _ expected: [Double]) throws -> Bool {
    try zip(tests, expected).allSatisfy { abs(try model.logOdds(of: $0) - $1) < 1e-9 }
  }

  @Test("The diagonal discriminant is its formula in NumPy")
  func diagonal() throws {
    let model = try DiagonalDiscriminant(name: "dLDA", features: names).model(of: irises)
    #expect(try matches(model, [-13.990610491515175, 4.10100934161211]))
    let calls = try irises.map { (try model.probability(of: $0.input) >= 0.5) == $0.isPositive }
    #expect(calls.count { $0 } == 23)
  }

  @Test("The shrunken discriminant has scikit-learn's Ledoit–Wolf covariance of scaled residuals")
  func shrunken() throws {
    let model = try ShrunkenDiscriminant(name: "LDA", features: names).model(of: irises)
    #expect(try matches(model, [-12.434494003068622, 3.9190919442873833]))
  }

  @Test("Units change no call, a feature without scatter has no weight, more features than patients are no fault")
  func properties() throws {
    let rescaled = irises.map { example in
      LabelledExample(
        subject: example.subject, group: example.group, isPositive: example.isPositive,
        input: [example.input[0] * 1000, example.input[1] + 7, example.input[2] / 3, example.input[3], 0.1])
    }
    let moved = [tests[0][0] * 1000, tests[0][1] + 7, tests[0][2] / 3, tests[0][3], 0.1]
    let plain = [
      try DiagonalDiscriminant(name: "d", features: names).model(of: irises),
      try ShrunkenDiscriminant(name: "s", features: names).model(of: irises),
    ]
    let wide = [
      try DiagonalDiscriminant(name: "d", features: names + ["constant"]).model(of: rescaled),
      try ShrunkenDiscriminant(name: "s", features: names + ["constant"]).model(of: rescaled),
    ]
    for (plain, wide) in zip(plain, wide) {
      let difference = try wide.logOdds(of: moved) - plain.logOdds(of: tests[0])
      #expect(abs(difference) < 1e-8 && wide.weights[4] == 0)
    }
    var stream = RandomStream(seed: 2)
    let few = (0..<8).map { index in
      LabelledExample(
        subject: "S\(index)", group: index < 4 ? "A" : "B", isPositive: index >= 4,
        input: (0..<20).map { _ in stream.normal() + (index >= 4 ? 1 : 0) })
    }
    let model = try ShrunkenDiscriminant(name: "s", features: (0..<20).map { "f\($0)" }).model(of: few)
    #expect(model.weights.allSatisfy { $0.isFinite })
    #expect(throws: StatisticsError.oneClassOnly(quantity: "the training of 's'", positives: 0, negatives: 4)) {
      try ShrunkenDiscriminant(name: "s", features: model.features).model(of: Array(few[..<4]))
    }
  }

  @Test("A score named beforehand takes its threshold half way and keeps its direction, whatever the patients say")
  func prespecified() throws {
    let score = try PrespecifiedScore(name: "petals", features: names, terms: ["petal length": 1, "petal width": 2])
    let model = try score.model(of: irises)
    // Means of petal length + 2·petal width: 51.4/12 + 2·16.3/12 and 68.1/12 + 2·24.3/12.
    let threshold = (51.4 + 2 * 16.3 + 68.1 + 2 * 24.3) / 24
    #expect(abs(try model.logOdds(of: [9, 9, threshold, 0])) < 1e-9)
    #expect(model.weights[0] == 0 && model.weights[2] > 0 && abs(model.weights[3] / model.weights[2] - 2) < 1e-12)
    // The log-odds are those of a discriminant on the score alone.
    let alone = try DiagonalDiscriminant(name: "score", features: ["score"]).model(
      of: irises.map {
        LabelledExample(
          subject: $0.subject, group: $0.group, isPositive: $0.isPositive, input: [$0.input[2] + 2 * $0.input[3]])
      })
    #expect(abs(model.weights[2] - alone.weights[0]) < 1e-9)
    let upsideDown = irises.map {
      LabelledExample(subject: $0.subject, group: $0.group, isPositive: !$0.isPositive, input: $0.input)
    }
    let against = try score.model(of: upsideDown)
    #expect(against.weights[2] > 0)
    #expect(throws: StatisticsError.unknownFeature(score: "s", feature: "tCho", known: names)) {
      try PrespecifiedScore(name: "s", features: names, terms: ["tCho": 1])
    }
  }

  @Test("Of two normal groups the discriminants' log-odds are right: their calibration slope is 1")
  func calibrated() throws {
    var stream = RandomStream(seed: 13)
    let examples = (0..<4000).map { index in
      LabelledExample(
        subject: "S\(index)", group: "", isPositive: index % 2 == 1,
        input: [stream.normal() + (index % 2 == 1 ? 1.2 : 0), 3 * stream.normal() - (index % 2 == 1 ? 2 : 0)])
    }
    let (learnt, tested) = (Array(examples[..<2000]), Array(examples[2000...]))
    for model in [
      try DiagonalDiscriminant(name: "d", features: ["a", "b"]).model(of: learnt),
      try ShrunkenDiscriminant(name: "s", features: ["a", "b"]).model(of: learnt),
    ] {
      let line = try CalibrationLine(
        probabilities: tested.map { try model.probability(of: $0.input) }, isPositive: tested.map(\.isPositive))
      let slope = try #require(line.slope)
      #expect(slope.contains(1) && slope.upper - slope.lower < 0.25)
    }
  }
}
