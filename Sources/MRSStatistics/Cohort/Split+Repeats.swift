import MRSCore

extension Split {
  /// One split a subject, who alone is tested: with several scans all of them.
  ///
  /// Scores of different splits are from different classifiers. Leaving a subject out makes the other group the greater
  /// one among the rest, so that pooled scores of a classifier that knows nothing rank the wrong way round, and the area
  /// under their ROC curve lies below ½ (Airola et al. 2011, doi:10.1016/j.csda.2010.11.018): for an area take
  /// ``leavePairOut(of:positiveGroup:)``.
  /// - Throws: ``StatisticsError/groupTooSmall(group:subjects:needed:purpose:)`` where a group has one subject only.
  public static func leaveOneSubjectOut(of cohort: CohortTable) throws(StatisticsError) -> [Split] {
    try requireTwo(of: cohort, "leaving one out")
    var splits: [Split] = []
    for subject in cohort.subjects { splits.append(try leaving([subject.id], outOf: cohort)) }
    return splits
  }

  /// One split for each pair of a subject of the positive group and one of another: those two are tested.
  ///
  /// The share of pairs whose positive subject scores higher, ties as ½, estimates the area under the ROC curve of a
  /// classifier learnt from two subjects fewer, without bias (Airola et al. 2011, doi:10.1016/j.csda.2010.11.018).
  /// - Throws: ``StatisticsError/groupTooSmall(group:subjects:needed:purpose:)``.
  public static func leavePairOut(
    of cohort: CohortTable, positiveGroup: String
  ) throws(StatisticsError) -> [Split] {
    try requireTwo(of: cohort, "leaving a pair out")
    var splits: [Split] = []
    for positive in cohort.subjects(in: positiveGroup) {
      for negative in cohort.subjects where negative.group != positiveGroup {
        splits.append(try leaving([positive.id, negative.id], outOf: cohort))
      }
    }
    return splits
  }

  /// ``stratifiedFolds(_:of:stream:)`` several times over; repeat r draws from child r of `stream`.
  /// - Throws: as ``stratifiedFolds(_:of:stream:)``, and ``StatisticsError/outOfRange(quantity:value:expected:)`` for no
  ///   repeats.
  public static func repeatedStratifiedFolds(
    _ count: Int, repeats: Int, of cohort: CohortTable, stream: RandomStream
  ) throws(StatisticsError) -> [[Split]] {
    guard repeats >= 1 else {
      throw .outOfRange(quantity: "the number of repeats", value: Double(repeats), expected: "at least 1")
    }
    var all: [[Split]] = []
    for index in 0..<repeats { all.append(try stratifiedFolds(count, of: cohort, stream: stream.child(index))) }
    return all
  }

  private static func leaving(_ ids: [String], outOf cohort: CohortTable) throws(StatisticsError) -> Split {
    try Split(training: cohort.subjects.map(\.id).filter { !ids.contains($0) }, test: ids, of: cohort)
  }

  private static func requireTwo(of cohort: CohortTable, _ purpose: String) throws(StatisticsError) {
    for group in cohort.groups {
      let count = cohort.subjects(in: group).count
      guard count >= 2 else {
        throw .groupTooSmall(group: group, subjects: count, needed: 2, purpose: purpose)
      }
    }
  }
}
