/// A subject with all the examples that there are of the subject: one a scan.
struct SubjectExamples<Input> {
  let subject: String
  let group: String
  let isPositive: Bool
  let examples: [LabelledExample<Input>]

  /// The subjects in the order of their first examples.
  static func grouped(_ examples: [LabelledExample<Input>]) -> [SubjectExamples] {
    var order: [String] = []
    var found: [String: [LabelledExample<Input>]] = [:]
    for example in examples {
      if found[example.subject] == nil { order.append(example.subject) }
      found[example.subject, default: []].append(example)
    }
    return order.compactMap { id in
      guard let own = found[id], let first = own.first else { return nil }
      return SubjectExamples(subject: id, group: first.group, isPositive: first.isPositive, examples: own)
    }
  }

  /// The subjects of `ids`, one list a class.
  /// - Throws: ``StatisticsError``: an id without example, a class without subject.
  static func strata(
    of ids: [String], in subjects: [SubjectExamples]
  ) throws(StatisticsError) -> [[SubjectExamples]] {
    var chosen: [SubjectExamples] = []
    for id in ids {
      guard let own = subjects.first(where: { $0.subject == id }) else { throw .unknownSubject(subject: id) }
      chosen.append(own)
    }
    let strata = [chosen.filter(\.isPositive), chosen.filter { !$0.isPositive }]
    guard strata.allSatisfy({ !$0.isEmpty }) else {
      throw .oneClassOnly(
        quantity: "a side of the split", positives: strata[0].count, negatives: strata[1].count)
    }
    return strata
  }

  /// The mean probability over the subject's examples.
  /// - Throws: what the classifier throws.
  func score(by classifier: any Classifier<Input>) throws -> SubjectScore {
    var sum = 0.0
    for example in examples { sum += try classifier.probability(of: example.input) }
    return SubjectScore(
      subject: subject, group: group, isPositive: isPositive, score: sum / Double(examples.count))
  }
}
