/// One person of a study.
public struct Subject: Hashable, Sendable, Codable {
  /// The pseudonym by which tables and reports name the subject.
  public let id: String
  /// The group the subject belongs to.
  public let group: String
  /// At least one, in the order of the table.
  public let scans: [SubjectScan]
  /// The other columns of the table, by name, as text; empty cells are left out.
  public let covariates: [String: String]

  public init(id: String, group: String, scans: [SubjectScan], covariates: [String: String] = [:]) {
    self.id = id
    self.group = group
    self.scans = scans
    self.covariates = covariates
  }

  /// A subject with one scan.
  public init(
    id: String, group: String, file: String, water: String? = nil, covariates: [String: String] = [:]
  ) {
    self.init(id: id, group: group, scans: [SubjectScan(file: file, water: water)], covariates: covariates)
  }

  /// The signal file of the first scan.
  public var file: String { scans.first?.file ?? "" }
  /// The water file of the first scan, where there is one.
  public var water: String? { scans.first?.water }
}
