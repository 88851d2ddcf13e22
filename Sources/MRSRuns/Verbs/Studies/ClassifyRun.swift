import Foundation
import MRSCore
import MRSNetworks
import MRSProfile
import MRSReport
import MRSStatistics
import MRSStudy

/// The verb `classify`: leaves the cCNN's score of each scan of a cohort table and, with both groups present, the result.
public struct ClassifyRun: Sendable {
  public let settings: StudySettings
  public let cohort: URL
  /// The bundle of a cCNN.
  public let network: URL
  /// The columns of the cohort's table that count.
  public let columns: CohortColumns

  public init(
    _ settings: StudySettings, cohort: URL, network: URL, columns: CohortColumns = CohortColumns()
  ) {
    self.settings = settings
    self.cohort = cohort
    self.network = network
    self.columns = columns
  }

  /// - Returns: the scores.
  /// - Throws: as `CohortReader`; `NetworkError` for a network of another task or basis; ``RunError``.
  public func perform(in run: RunFolder) async throws -> Table {
    let bundle = try NetworkBundle<NetworkCard>(readingFrom: network)
    let classifier = try NetworkClassifier(bundle, named: network.path)
    let studyProtocol = settings.studyProtocol
    try bundle.card.requireMatch(
      of: try await ProtocolSimulator(studyProtocol).basis(worker: .quiet(tasks: settings.worker.tasks)),
      named: "the protocol \(studyProtocol.name)")
    let reader = try CohortReader(cohort, of: settings.studyProtocol, columns: columns)
    try run.record(reader)
    let (subjects, refused) = try await reader.read(settings, points: bundle.card.encoder.acquisition.points)
    try run.write(refused)
    run.note(cut: subjects)
    let scores = try classifier.scores(subjects.map(\.fid)).map(\.probability)
    let doubts = try classifier.doubts(subjects.map(\.fid))
    for (subject, doubts) in zip(subjects, doubts) { for doubt in doubts { run.warn("\(subject.id): \(doubt)") } }
    let groups = settings.studyProtocol.cohort
    let result = try? ClassifierResult(
      classifier: "cCNN",
      scores: zip(subjects, scores).map {
        SubjectScore(subject: $0.id, group: $0.group, isPositive: $0.group == groups.positiveGroup, score: $1)
      })
    let table = try Table(
      title: "Scores of \(groups.positiveGroup)",
      columns: [.init("subject"), .init("group"), .init("score"), .init("called"), .init("doubts")],
      rows: subjects.indices.map { i in
        [
          .text(subjects[i].id), .text(subjects[i].group), .number(scores[i], digits: 3),
          .text(scores[i] >= 0.5 ? groups.positiveGroup : groups.negativeGroup),
          .text(doubts[i].map(\.description).joined(separator: "; ")),
        ]
      }, footnotes: [bundle.card.notice])
    try run.write(Data(table.csv().utf8), to: "scores.csv")
    if let result { try run.writeJSON(result, to: "result.json") }
    return table
  }
}
