import Foundation
import MRSCore
import MRSProfile
import MRSReport
import MRSStatistics
import MRSStudy

/// The verb `prior`: leaves the priors between the patients of a cohort, as `--prior` of other verbs reads them, with a table, a
/// picture and a page.
public struct PriorRun: Sendable {
  public let settings: StudySettings
  public let cohort: URL
  /// The bundle of the network that measures; `nil` for the one that comes with the program, or a new one.
  public let network: URL?
  /// The columns of the cohort's table that count.
  public let columns: CohortColumns

  public init(
    _ settings: StudySettings, cohort: URL, columns: CohortColumns = CohortColumns(), network: URL? = nil
  ) {
    self.settings = settings
    self.cohort = cohort
    self.columns = columns
    self.network = network
  }

  /// - Returns: the priors as a table.
  /// - Throws: as `CohortReader` and `PriorStudy`; ``RunError``.
  public func perform(in run: RunFolder) async throws -> Table {
    let reader = try CohortReader(cohort, of: settings.studyProtocol, columns: columns)
    try run.record(reader)
    let (subjects, refused) = try await reader.read(settings)
    try run.write(refused)
    run.note(cut: subjects)
    let basis = try await ProtocolSimulator(settings.studyProtocol).basis(worker: settings.worker)
    let measuring = try await MeasuringNetwork.chosen(network, for: settings, basis: basis)
    let study = try await PriorStudy(settings, of: subjects, basis: basis, measuring: measuring)
    run.logger.info("measured by: \(study.measuredBy)")
    let table = try study.table()
    try run.writeJSON(study.prior, to: "prior.json")
    try run.write(Data(table.csv().utf8), to: "priors.csv")
    try run.write(Data(study.figure.svg(identifier: "priors").utf8), to: "priors.svg")
    try run.write(Data(study.page().html().utf8), to: "report.html")
    return table
  }
}
