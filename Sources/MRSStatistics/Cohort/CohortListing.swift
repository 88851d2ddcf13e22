/// Who is in a study by a table or a folder, and what of it cannot be used.
public struct CohortListing: Hashable, Sendable {
  public let table: CohortTable
  /// Subjects and scans that the table or the folder names and that are not there, in its order.
  public let refused: [RefusedScan]

  public init(table: CohortTable, refused: [RefusedScan] = []) {
    self.table = table
    self.refused = refused
  }

  /// - Throws: ``StatisticsError/groupCount(file:column:found:)`` unless there are subjects of two groups.
  public func requireTwoGroups(file: String, column: String) throws(StatisticsError) {
    let counts = table.groups.map { group in (group, table.subjects(in: group).count) }
    guard counts.count == 2 else {
      throw .groupCount(file: file, column: column, found: counts.map { "'\($0.0)' (\($0.1))" })
    }
  }

  /// The listing of subjects of whom some have no scan: those are refused.
  /// - Throws: ``StatisticsError/noScans(file:refused:)`` where nobody is left.
  init(
    _ subjects: [(id: String, group: String, scans: [SubjectScan], covariates: [String: String])],
    refused: [RefusedScan], file: String
  ) throws(StatisticsError) {
    let kept = subjects.filter { !$0.scans.isEmpty }
    guard !kept.isEmpty else { throw .noScans(file: file, refused: refused) }
    table = try CohortTable(
      subjects: kept.map { Subject(id: $0.id, group: $0.group, scans: $0.scans, covariates: $0.covariates) })
    self.refused = refused
  }
}
