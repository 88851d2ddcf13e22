/// One person of a study.
public struct Subject: Hashable, Sendable, Codable {
  /// The pseudonym by which tables and reports name the subject.
  public let id: String
  /// The group the subject belongs to.
  public let group: String
  /// The path of the signal file as the table gives it, relative to the table's folder unless absolute.
  public let file: String
  /// The path of the unsuppressed water file, where there is one.
  public let water: String?
  /// The other columns of the table, by name, as text; empty cells are left out.
  public let covariates: [String: String]

  public init(id: String, group: String, file: String, water: String? = nil, covariates: [String: String] = [:]) {
    self.id = id
    self.group = group
    self.file = file
    self.water = water
    self.covariates = covariates
  }
}
