import MRSCore
import MRSStatistics
import Testing

@Suite("Classifiers on redrawn patients")
struct ResampledClassifierTests {
  /// Sepal lengths and widths of twelve *Iris versicolor* and twelve *virginica* (Fisher 1936).
  private let irises: [LabelledExample<[Double]>] = {
    let versicolor: [[Double]] = [
      [7.0, 3.2], [6.4, 3.2], [6.9, 3.1], [5.5, 2.3], [6.5, 2.8], [5.7, 2.8], [6.3, 3.3], [4.9, 2.4], [6.6, 2.9],
      [5.2, 2.7], [5.0, 2.0], [5.9, 3.0],
    ]
    let virginica: [[Double]] = [
      [6.3, 3.3], [5.8, 2.7], [7.1, 3.0], [6.3, 2.9], [6.5, 3.0], [7.6, 3.0], [4.9, 2.5], [7.3, 2.9], [6.7, 2.5],
      [7.2, 3.6], [6.5, 3.2], [6.4, 2.7],
    ]
    return (versicolor + virginica).enumerated().map { index, row in
      LabelledExample(subject: "I\(index)", group: index < 12 ? "A" : "B", isPositive: index >= 12, input: row)
    }
  }()
  private let diagonal = DiagonalDiscriminant(name: "dLDA", features: ["length", "width"])

  /// Patients of `features` standard normal numbers, the positive ones shifted in the first.
  private func patients(_ perGroup: Int, shift: Double, features: Int, seed: UInt64) -> [LabelledExample<[Double]>] {
    var stream = RandomStream(seed: seed)
    return (0..<2 * perGroup).map { index in
      var input = (0..<features).map { _ in stream.normal() }
      if index >= perGroup { input[0] += shift }
      return LabelledExample(
        subject: "S\(index)", group: index < perGroup ? "A" : "B", isPositive: index >= perGroup, input: input)
    }
  }

  private func cohort(_ examples: [LabelledExample<[Double]>]) throws -> CohortTable {
    try CohortTable(subjects: examples.map { Subject(id: $0.subject, group: $0.group, file: "f") })
  }

  @Test(".632+ of irises by their sepals is that of NumPy with 40,000 samples")
  func plus() throws {
    let estimate = try ErrorEstimate632(
      of: diagonal, on: irises, replicates: 4000, stream: RandomStream(seed: 5))
    #expect(estimate.apparent == 0.375 && estimate.noInformation == 0.5)
    // 4000 samples scatter by some 0.003.
    #expect(abs(estimate.outOfSample - 0.44502348953266685) < 0.01)
    #expect(abs(estimate.relativeOverfitting - 0.5602) < 0.08 && abs(estimate.error - 0.43075) < 0.012)
  }

  @Test("Of a nearest neighbour in pure noise .632+ says one half, where the patients themselves say no error")
  func nearestNeighbour() throws {
    let noise = patients(25, shift: 0, features: 4, seed: 11)
    let estimate = try ErrorEstimate632(
      of: NearestNeighbour(), on: noise, replicates: 100, stream: RandomStream(seed: 5))
    #expect(estimate.apparent == 0 && abs(estimate.error - 0.5) < 0.08)
    #expect(abs(estimate.error - min(estimate.outOfSample, 0.5)) < 0.03)
  }

  @Test("Two stages scatter more than the test patients alone, and a seed repeats them")
  func twoStages() throws {
    let examples = patients(20, shift: 1, features: 6, seed: 3)
    let trainer = DiagonalDiscriminant(name: "dLDA", features: (0..<6).map { "f\($0)" })
    let split = try Split.first(10, ofEachGroupIn: cohort(examples))
    let both = try TwoStageBootstrap(replicates: 600)
    let result = try both.interval(of: .area, trainer, on: examples, split: split, stream: RandomStream(seed: 1))
    let again = try both.interval(of: .area, trainer, on: examples, split: split, stream: RandomStream(seed: 1))
    #expect(result == again)
    let scores = try ClassifierResult.evaluating(trainer, name: "dLDA", on: examples, splits: [split])
    #expect(abs(result.estimate - scores.roc.area) < 1e-12)
    let testOnly = try StratifiedBootstrap(replicates: 600, method: .percentile).interval(
      ofGroups: [scores.scores.filter(\.isPositive), scores.scores.filter { !$0.isPositive }],
      stream: RandomStream(seed: 1)
    ) { ClassifierMeasure.area.value($0[0] + $0[1]) }
    #expect(result.standardError > 1.05 * testOnly.standardError)
    let accuracy = try both.interval(
      of: .accuracy(), trainer, on: examples, split: split, stream: RandomStream(seed: 1))
    let share = try #require(try scores.confusion.accuracy()).estimate
    #expect(accuracy.estimate == share)
  }

  @Test("Left out one by one, a share of positives ranks all the wrong way round; left out in pairs it is at one half")
  func pairs() throws {
    let noise = patients(8, shift: 0, features: 1, seed: 1)
    let table = try cohort(noise)
    let single = try ClassifierResult.evaluating(
      ShareTrainer(), name: "", on: noise, splits: Split.leaveOneSubjectOut(of: table))
    #expect(single.roc.area == 0)
    let paired = try ClassifierResult.pairwiseArea(
      ShareTrainer(), on: noise, splits: Split.leavePairOut(of: table, positiveGroup: "B"))
    #expect(paired == 0.5)
  }

  @Test("Leaving one subject out tests each alone, in pairs each pair once; repeated folds differ and test all")
  func splits() throws {
    let table = try cohort(patients(5, shift: 0, features: 1, seed: 1))
    let single = try Split.leaveOneSubjectOut(of: table)
    #expect(single.map(\.test) == table.subjects.map { [$0.id] })
    #expect(single.allSatisfy { $0.training.count == 9 && Set($0.training).isDisjoint(with: $0.test) })
    let pairs = try Split.leavePairOut(of: table, positiveGroup: "B")
    #expect(pairs.count == 25 && Set(pairs.map(\.test)).count == 25)
    let repeats = try Split.repeatedStratifiedFolds(5, repeats: 3, of: table, stream: RandomStream(seed: 1))
    #expect(repeats.count == 3 && repeats[0] != repeats[1])
    for folds in repeats { #expect(folds.flatMap(\.test).sorted() == table.subjects.map(\.id).sorted()) }
  }

  @Test("A subject's scans stay on one side and are scored by their mean; repeated tests are averaged")
  func severalScans() throws {
    let scans = [
      LabelledExample(subject: "a", group: "A", isPositive: false, input: 0.2),
      LabelledExample(subject: "b", group: "B", isPositive: true, input: 0.9),
      LabelledExample(subject: "a", group: "A", isPositive: false, input: 0.4),
      LabelledExample(subject: "c", group: "B", isPositive: true, input: 0.5),
      LabelledExample(subject: "d", group: "A", isPositive: false, input: 0.1),
    ]
    let table = try CohortTable(
      subjects: [("a", "A"), ("b", "B"), ("c", "B"), ("d", "A")].map { Subject(id: $0.0, group: $0.1, file: "f") })
    let twice = try Split.leaveOneSubjectOut(of: table) + Split.leaveOneSubjectOut(of: table)
    let result = try ClassifierResult.evaluating(CountingTrainer(), name: "", on: scans, splits: twice)
    #expect(result.scores.map(\.subject) == ["a", "b", "c", "d"])
    // The score is the input, and a hundredth for each example learnt from: three without a's two scans.
    #expect(zip(result.scores, [0.33, 0.94, 0.54, 0.14]).allSatisfy { abs($0.score - $1) < 1e-12 })
  }
}

/// The share of positive examples, whatever the input.
private struct ShareTrainer: ClassifierTrainer {
  struct Share: Classifier {
    let name = "share"
    let share: Double
    func probability(of input: [Double]) -> Double { share }
  }

  func trained(on examples: [LabelledExample<[Double]>]) -> any Classifier<[Double]> {
    Share(share: Double(examples.count { $0.isPositive }) / Double(examples.count))
  }
}

/// The input and a hundredth for each example learnt from.
private struct CountingTrainer: ClassifierTrainer {
  struct Counting: Classifier {
    let name = "counting"
    let count: Int
    func probability(of input: Double) -> Double { input + Double(count) / 100 }
  }

  func trained(on examples: [LabelledExample<Double>]) -> any Classifier<Double> { Counting(count: examples.count) }
}

/// 1 where the nearest example is positive, else 0.
private struct NearestNeighbour: ClassifierTrainer {
  struct Nearest: Classifier {
    let name = "nearest"
    let examples: [LabelledExample<[Double]>]
    func probability(of input: [Double]) -> Double {
      func distance(_ example: LabelledExample<[Double]>) -> Double {
        zip(example.input, input).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      }
      return examples.min { distance($0) < distance($1) }?.isPositive == true ? 1 : 0
    }
  }

  func trained(on examples: [LabelledExample<[Double]>]) -> any Classifier<[Double]> { Nearest(examples: examples) }
}
