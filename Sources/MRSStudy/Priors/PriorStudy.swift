import MRSCore
import MRSNetworks
import MRSProfile
import MRSReport
import MRSStatistics
import Numerics

/// Priors between the patients of a cohort, with what each scan said of them.
public struct PriorStudy: Sendable {
  public let studyProtocol: StudyProtocol
  public let subjects: [MeasuredSubject]
  public let priors: GroupPriors
  /// As `--prior` reads it: by group, and both as one.
  public let prior: CohortPrior
  /// What gave the posteriors, in words.
  public let measuredBy: String

  /// Measures all subjects and estimates the priors of their groups.
  /// - Throws: `FittingError`, `NetworkError`, ``StudyError``.
  public init(
    _ settings: StudySettings, of subjects: [AnalysedSubject], basis: BasisSet, measuring: MeasuringNetwork?
  ) async throws {
    studyProtocol = settings.studyProtocol
    let measurement = try SubjectMeasurement(
      settings, basis: basis, network: measuring.map { try NetworkQuantifier($0.bundle, named: $0.origin) })
    self.subjects = try await measurement.measured(subjects, title: "cohort").subjects
    let estimate = PriorEstimate(studyProtocol)
    priors = try estimate.priors(of: self.subjects)
    prior = try estimate.cohortPrior(priors)
    measuredBy = measuring?.origin ?? "the maximum a posteriori fit (map)"
  }

  private var groups: [String] { priors.groups.keys.sorted() }

  /// One row a species and group.
  /// - Throws: `ReportError`.
  public func table() throws -> Table {
    let rows = groups.flatMap { group -> [[Cell]] in
      guard let found = priors.groups[group], let errors = priors.meanErrors[group] else { return [] }
      return found.names.indices.map { k in
        [
          .text(group), .text(found.names[k]), .number(found.median(k)), .number(errors[k], digits: 2),
          .number(found.logDeviation(k), digits: 2),
        ]
      }
    }
    return try Table(
      title: "Priors between patients",
      columns: [
        .init("group"), .init("species"), .init("median", unit: "mM"), .init("error of ln median"),
        .init("SD of ln between patients"),
      ], rows: rows,
      footnotes: [
        "Measurement error is taken off; a species that no scan tells keeps the literature's deviation. Lipids in mM of protons.",
        "Groups were let lie \(NumberText.significant(priors.reach, digits: 2)) deviations apart, as the data show.",
      ])
  }

  /// Each species' prior beside what the scans said, by group.
  public var figure: ForestFigure {
    let names = priors.groups.values.first?.names ?? []
    let series = groups.flatMap { ["\($0), prior", "\($0), scans"] }
    return ForestFigure(
      title: "Scans and the prior between patients",
      caption:
        "Of each species the middle 90 % of patients by the prior, and the range of what single scans say (medians).",
      xLabel: "mM", series: series,
      rows: names.indices.map { k in
        ForestFigure.Row(name: names[k], intervals: groups.flatMap { [expected($0, k), said($0, k)] })
      }, scale: .logarithmic)
  }

  private func expected(_ group: String, _ k: Int) -> ConfidenceInterval? {
    priors.groups[group].map { prior in
      let half = NormalDistribution.deviations(confidence: 0.9) * prior.logDeviation(k)
      return ConfidenceInterval(
        estimate: prior.median(k), lower: prior.median(k) * .exp(-half), upper: prior.median(k) * .exp(half),
        confidence: 0.9)
    }
  }

  /// Under the literature's prior, or that of the network's training: not yet that of the cohort.
  private func said(_ group: String, _ k: Int) -> ConfidenceInterval? {
    guard let reference = try? PriorEstimate(studyProtocol).reference else { return nil }
    let medians = subjects.filter { $0.group == group }
      .compactMap { try? $0.evidence.posterior(under: reference).mean[k] }.map { Double.exp($0) }.sorted()
    guard let low = medians.first, let high = medians.last else { return nil }
    return ConfidenceInterval(
      estimate: medians[medians.count / 2], lower: low, upper: high, confidence: 0.9)
  }

  /// - Throws: `ReportError`.
  public func page() throws -> ReportPage {
    ReportPage(
      title: "Priors between patients: \(studyProtocol.title)",
      notice: """
        Estimated from \(subjects.count) scans, measured by \(measuredBy). Few patients determine a mean, fewer a deviation. \
        Research software, not a medical device.
        """,
      sections: [
        .init(title: "Priors and scans", blocks: [.figure(figure)]),
        .init(title: "Numbers", blocks: [.table(try table())]),
      ])
  }
}
