import Foundation
import MRSCore
import MRSStatistics
import Testing

@Suite("Logistic regression and results of classifiers")
struct LogisticRegressionTests {
  let rows: [[Double]] = [
    [0.5, 10], [1.5, 12], [2.1, 9], [2.9, 15], [3.3, 11], [1.0, 14], [4.2, 13], [3.8, 8], [2.5, 16], [0.9, 7],
  ]
  let truth = [false, false, false, true, true, false, true, true, true, false]

  private func examples(_ rows: [[Double]], _ truth: [Bool]) -> [LabelledExample<[Double]>] {
    zip(rows, truth).enumerated().map { index, pair in
      LabelledExample(subject: "S\(index)", group: pair.1 ? "HCC" : "LC", isPositive: pair.1, input: pair.0)
    }
  }

  @Test("Coefficients are those that SciPy's optimiser finds for the same objective")
  func golden() throws {
    let model = try LogisticRegression(name: "amounts", features: ["a", "b"]).model(of: examples(rows, truth))
    // BFGS ended at a gradient of 1e-12 or at rounding; curvature is of order one.
    let tolerance = 1e-8
    #expect(abs(model.intercept + 0.04002449974480448) < tolerance)
    #expect(abs(model.coefficients[0] - 1.4715530577877654) < tolerance)
    #expect(abs(model.coefficients[1] - 0.5332321220340693) < tolerance)
    #expect(abs(try model.probability(of: [2, 12]) - 0.4349755322728751) < tolerance)
  }

  @Test("Units do not matter, a constant feature gets no weight, separable classes stay finite")
  func properties() throws {
    let trainer = try LogisticRegression(name: "x", features: ["a", "b", "c"])
    let plain = try trainer.model(of: examples(rows.map { $0 + [0.1] }, truth))
    let scaled = try trainer.model(of: examples(rows.map { [$0[0] * 1e6, $0[1] - 300, 0.1] }, truth))
    for (a, b) in zip(plain.coefficients, scaled.coefficients) { #expect(abs(a - b) < 1e-9) }
    // Ten times 0.1 has a mean one ulp off 0.1.
    #expect(abs(plain.coefficients[2]) < 1e-15)
    let separable = try LogisticRegression(name: "x", features: ["a"], penalty: 1e-3)
      .model(of: examples((0..<10).map { [Double($0)] }, (0..<10).map { $0 > 4 }))
    #expect(separable.coefficients[0].isFinite && separable.coefficients[0] > 1)
  }

  @Test("Folds on features that say nothing give an area near one half, on telling ones near one")
  func crossValidation() throws {
    var stream = RandomStream(seed: 6)
    let cohort = try CohortTable(
      subjects: (0..<200).map { Subject(id: "S\($0)", group: $0 < 100 ? "LC" : "HCC", file: "f") })
    let folds = try Split.stratifiedFolds(5, of: cohort, stream: stream.child("folds"))
    let trainer = try LogisticRegression(name: "x", features: ["a"])
    let truth = (0..<200).map { $0 >= 100 }
    let idle = examples(truth.map { _ in [stream.normal()] }, truth)
    let telling = examples(truth.map { [stream.normal(mean: $0 ? 3 : 0, deviation: 1)] }, truth)
    let nuisances = try ClassifierResult.evaluating(trainer, name: "nuisances", on: idle, splits: folds)
    let amounts = try ClassifierResult.evaluating(trainer, name: "amounts", on: telling, splits: folds)
    // Standard error of an area of one half at 100 + 100: 0.041. True area at d′ = 3: 0.983.
    #expect(abs(nuisances.roc.area - 0.5) < 0.16)
    #expect(amounts.roc.area > 0.95)
    #expect(amounts.scores.count == 200 && amounts.confusion.total == 200)

    let study = try StudyResult(positiveGroup: "HCC", negativeGroup: "LC", classifiers: [amounts, nuisances])
    let decoded = try JSONDecoder().decode(StudyResult.self, from: JSONEncoder().encode(study))
    #expect(decoded == study)
  }

  @Test("One class, missing features and a subject scored twice are refused")
  func refusals() throws {
    let trainer = try LogisticRegression(name: "x", features: ["a", "b"])
    #expect(throws: StatisticsError.oneClassOnly(quantity: "the training of 'x'", positives: 0, negatives: 10)) {
      try trainer.model(of: examples(rows, truth.map { _ in false }))
    }
    #expect(throws: StatisticsError.self) { try trainer.model(of: examples(rows.map { [$0[0]] }, truth)) }
    #expect(throws: StatisticsError.self) { try trainer.model(of: examples(rows.map { [$0[0], .nan] }, truth)) }
    #expect(throws: StatisticsError.self) { try LogisticRegression(name: "x", features: [], penalty: 0) }
    let score = SubjectScore(subject: "S1", group: "LC", isPositive: false, score: 0.1)
    #expect(throws: StatisticsError.repeatedSubject(subject: "S1")) {
      try ClassifierResult(classifier: "x", scores: [score, score])
    }
  }
}
