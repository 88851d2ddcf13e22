import MRSReport
import MRSStatistics

extension StudyOutcome {
  /// The cCNN beside each other rule on the same test patients: calls by McNemar's test, areas under the ROC curve by DeLong's.
  /// - Throws: `ReportError`, `StatisticsError`.
  func rivalTable() throws -> Table {
    let classifiers = cohort.result.classifiers
    let rows = try classifiers.dropFirst().map { rival -> [Cell] in
      let (first, second) = try paired(classifiers[0], rival)
      let calls = try McNemarTest(
        firstCorrect: first.map { ($0.score >= classifiers[0].threshold) == $0.isPositive },
        secondCorrect: second.map { ($0.score >= rival.threshold) == $0.isPositive })
      let areas = try ROCComparison(
        first: first.map(\.score), second: second.map(\.score), isPositive: first.map(\.isPositive))
      return [
        .text(rival.classifier), .integer(calls.onlyFirst), .integer(calls.onlySecond), .pValue(calls.exact),
        try areas.interval().map { .interval($0) } ?? .number(areas.difference),
        areas.pValue.map { .pValue($0) } ?? .missing,
      ]
    }
    return try Table(
      title: "\(classifiers[0].classifier) beside the other rules, on the same test patients",
      columns: [
        .init("other rule"), .init("only \(classifiers[0].classifier) right"), .init("only the other right"),
        .init("P of calls"), .init("difference of AUC"), .init("P of AUC"),
      ],
      rows: rows,
      footnotes: [
        "P of calls: McNemar's exact test. AUC: DeLong's paired test with its interval of 95 %. Not corrected for how many "
          + "rules are compared."
      ])
  }

  /// The scores of two rules, patient by patient.
  private func paired(
    _ first: ClassifierResult, _ second: ClassifierResult
  ) throws(StatisticsError) -> ([SubjectScore], [SubjectScore]) {
    let others = Dictionary(uniqueKeysWithValues: second.scores.map { ($0.subject, $0) })
    var pairs: [(SubjectScore, SubjectScore)] = []
    for score in first.scores {
      guard let other = others[score.subject] else { throw .unknownSubject(subject: score.subject) }
      pairs.append((score, other))
    }
    return (pairs.map(\.0), pairs.map(\.1))
  }
}
