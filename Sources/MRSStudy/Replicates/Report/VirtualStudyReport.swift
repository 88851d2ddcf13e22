import MRSProfile
import MRSReport
import MRSStatistics

/// The report of a virtual study: what such a design can find, and what it cannot.
public struct VirtualStudyReport: Sendable {
  let summary: VirtualStudySummary
  let studyProtocol: StudyProtocol
  let plan: VirtualStudyPlan
  let seed: UInt64

  public init(_ summary: VirtualStudySummary, studyProtocol: StudyProtocol, plan: VirtualStudyPlan, seed: UInt64) {
    self.summary = summary
    self.studyProtocol = studyProtocol
    self.plan = plan
    self.seed = seed
  }

  /// - Throws: `ReportError`.
  public func page() throws -> ReportPage {
    ReportPage(
      title: "What a study of this design can find: \(studyProtocol.title)",
      notice: """
        All patients are virtual, and the differences between groups are invented dials: effect k is every ratio of the \
        protocol to the power k. It shows what the design can find, not what there is. Research software, not a medical device.
        """,
      sections: [
        .init(
          title: "The answer",
          blocks: sentences.map { .paragraph($0) } + [.figure(areaFigure), .figure(publishedFigure)]),
        .init(title: "What the published result says of the effect", blocks: [.table(try publishedTable())]),
        .init(
          title: "Every rule at every effect",
          blocks: [.figure(accuracyFigure), .figure(sensitivityFigure), .figure(specificityFigure)]
            + [.table(try classifierTable())]),
        .init(title: "Limits, where the priors are known", blocks: [.table(try limitTable())]),
        .init(title: "Controls", blocks: [.table(try permutedTable()), .table(try alarmTable())]),
        .init(title: "Priors between patients", blocks: [.table(try priorTable())]),
        .init(
          title: "How it was done",
          blocks: [
            .facts([
              ("protocol", studyProtocol.name), ("seed", "\(seed)"), ("replicates", "\(plan.repeats)"),
              ("effects", plan.effects.map { NumberText.chosen($0) }.joined(separator: ", ")),
              (
                "patients",
                "\(studyProtocol.cohort.negatives) + \(studyProtocol.cohort.positives), the first "
                  + "\(studyProtocol.cohort.priorSubjects) of each group for the priors"
              ),
            ])
          ]),
      ])
  }

  /// The findings in sentences, each made from the numbers.
  private var sentences: [String] {
    var sentences = summary.effects.compactMap { effect -> String? in
      guard let network = effect.classifiers.first else { return nil }
      // Where groups do not differ nothing limits: who knew all would toss a coin.
      let limits =
        effect.effect == 0
        ? ""
        : " (limit with known priors \(percent(effect.bayes.meanAccuracy)), with known amounts "
          + "\(percent(effect.oracle.meanAccuracy)))"
      return
        "Effect \(NumberText.chosen(effect.effect)): the cCNN calls \(percent(network.meanAccuracy)) rightly in "
        + "the mean of \(effect.repeats) \(effect.repeats == 1 ? "cohort" : "cohorts")\(limits); "
        + "\(percent(network.shareAtLeast16of17)) of cohorts have 16 or 17 of 17."
    }
    let published = summary.published
    if let even = published.effectOfEvenOdds {
      let ends = published.effectInterval.map { $0.map { NumberText.fixed($0, decimals: 2) } ?? "beyond the list" }
      sentences.insert(
        "16 of 17 right, the published result, is likelier than not from effect \(NumberText.fixed(even, decimals: 2)) on "
          + "(95 %: \(ends.joined(separator: " to "))).", at: 0)
    } else {
      sentences.insert(
        "At no effect of the list are 16 of 17 right calls, the published result, likelier than not.", at: 0)
    }
    return sentences
  }

  private func percent(_ share: Double) -> String { "\(NumberText.fixed(100 * share, decimals: 0)) %" }
}
