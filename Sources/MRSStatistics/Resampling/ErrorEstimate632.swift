import MRSCore

/// The error rate of a classifier from the patients that it learns from, by the .632+ rule of Efron & Tibshirani (1997,
/// doi:10.1080/01621459.1997.10474007).
///
/// Learning and testing on the same patients is too bright (``apparent``); testing those that a redrawn sample left out
/// too dark (``outOfSample``), as it learns from about 63 % of them. The rule weighs the two by how far the classifier
/// overfits: with γ the error if scores and groups had nothing to do with one another,
/// R = (Err₁ − err)/(γ − err) cut to 0…1 and w = .632/(1 − .368·R), Err = (1 − w)·err + w·min(Err₁, γ).
public struct ErrorEstimate632: Hashable, Sendable, Codable {
  /// err: the share of wrong calls on the patients learnt from.
  public let apparent: Double
  /// Err₁: of each patient the share of wrong calls by the classifiers that had not seen the patient, on average over
  /// patients.
  public let outOfSample: Double
  /// γ = p(1 − q) + (1 − p)q, p the share of positive patients and q that of positive calls.
  public let noInformation: Double
  /// R: 0 for none, 1 for a classifier that learnt nothing that holds.
  public let relativeOverfitting: Double
  /// Err by the .632+ rule.
  public let error: Double
  /// How many samples were redrawn.
  public let replicates: Int

  /// The estimate for subjects redrawn within their groups, each with all scans; replicate b draws from child b of
  /// `stream`.
  /// - Parameter threshold: a probability of at least this is called positive.
  /// - Throws: ``StatisticsError``: fewer than two subjects in a class, so few replicates that a subject is in all;
  ///   what the trainer throws.
  public init<Input>(
    of trainer: any ClassifierTrainer<Input>, on examples: [LabelledExample<Input>], replicates: Int = 200,
    threshold: Double = 0.5, stream: RandomStream
  ) throws {
    let subjects = SubjectExamples.grouped(examples)
    let strata = [true, false].map { kind in subjects.indices.filter { subjects[$0].isPositive == kind } }
    guard strata.allSatisfy({ $0.count >= 2 }) else {
      throw StatisticsError.oneClassOnly(
        quantity: "the .632+ rule, which needs two of each,", positives: strata[0].count, negatives: strata[1].count)
    }
    func calls(_ classifier: any Classifier<Input>, _ indices: [Int]) throws -> [Bool] {
      try indices.map { try subjects[$0].score(by: classifier).score >= threshold }
    }
    let all = Array(subjects.indices)
    let called = try calls(trainer.trained(on: subjects.flatMap(\.examples)), all)
    let n = Double(subjects.count)
    apparent = Double(all.count { called[$0] != subjects[$0].isPositive }) / n

    var tests = [Int](repeating: 0, count: subjects.count)
    var faults = tests
    for index in 0..<replicates {
      var child = stream.child(index)
      let drawn = strata.flatMap { stratum in
        stratum.map { _ in stratum[Int(child.uniform() * Double(stratum.count))] }
      }
      let left = all.filter { !drawn.contains($0) }
      guard !left.isEmpty else { continue }
      let classifier = try trainer.trained(on: drawn.flatMap { subjects[$0].examples })
      for (subject, call) in zip(left, try calls(classifier, left)) {
        tests[subject] += 1
        if call != subjects[subject].isPositive { faults[subject] += 1 }
      }
    }
    guard tests.allSatisfy({ $0 > 0 }) else {
      throw StatisticsError.tooFew(
        quantity: "bootstrap replicates of the .632+ rule that leave each subject out", found: replicates, needed: 50)
    }
    outOfSample = all.reduce(0) { $0 + Double(faults[$1]) / Double(tests[$1]) } / n
    let p = Double(strata[0].count) / n
    let q = Double(called.count { $0 }) / n
    noInformation = p * (1 - q) + (1 - p) * q
    let bounded = min(outOfSample, noInformation)
    relativeOverfitting =
      bounded > apparent && noInformation > apparent ? (bounded - apparent) / (noInformation - apparent) : 0
    let weight = 0.632 / (1 - 0.368 * relativeOverfitting)
    error = (1 - weight) * apparent + weight * bounded
    self.replicates = replicates
  }
}
