import Foundation

extension CohortTable {
  /// The cohort of a CSV file.
  /// - Throws: as ``init(csv:file:knownGroups:)``, and ``StatisticsError/unreadable(file:reason:)``.
  public init(contentsOf url: URL, knownGroups: [String]? = nil) throws(StatisticsError) {
    try self.init(NamedRecords(contentsOf: url), knownGroups: knownGroups)
  }

  /// The cohort of the UTF-8 bytes of a CSV file with the columns `subject`, `group`, `file` and, if any, `water`, in
  /// any order; every other column is kept as a covariate. Spaces around a value do not count.
  /// - Parameter knownGroups: The groups that the study compares; `nil` accepts any.
  /// - Throws: ``StatisticsError``, naming `file`, line, column and value.
  public init(csv bytes: [UInt8], file: String, knownGroups: [String]? = nil) throws(StatisticsError) {
    try self.init(NamedRecords(bytes: bytes, file: file), knownGroups: knownGroups)
  }

  private init(_ records: NamedRecords, knownGroups: [String]?) throws(StatisticsError) {
    let file = records.file
    for column in ["subject", "group", "file"] { try records.require(column) }
    let subjects = records.rows.map { row in
      (
        line: row.line,
        subject: Subject(
          id: row.cells["subject"] ?? "", group: row.cells["group"] ?? "", file: row.cells["file"] ?? "",
          water: row.cells["water"], covariates: row.cells.filter { !Self.columns.contains($0.key) })
      )
    }
    try self.init(records: subjects, file: file)
    if let knownGroups, let (line, subject) = subjects.first(where: { !knownGroups.contains($0.subject.group) }) {
      throw .unknownGroup(file: file, line: line, group: subject.group, known: knownGroups)
    }
  }

  /// The table as RFC 4180 text: `subject,group,file,water`, then `scan` where a subject has several, then the covariates
  /// in alphabetical order; one row a scan.
  public func csv() -> String {
    let covariates = Set(subjects.flatMap(\.covariates.keys)).sorted()
    let scan = subjects.contains { $0.scans.count > 1 } ? ["scan"] : []
    return subjects.reduce(into: CommaSeparatedValues.record(Self.columns + scan + covariates)) { text, subject in
      for (index, own) in subject.scans.enumerated() {
        let fields = [subject.id, subject.group, own.file, own.water ?? ""]
        let label = scan.map { _ in own.label ?? "\(index + 1)" }
        text += CommaSeparatedValues.record(fields + label + covariates.map { subject.covariates[$0] ?? "" })
      }
    }
  }

  private static let columns = ["subject", "group", "file", "water"]
}
