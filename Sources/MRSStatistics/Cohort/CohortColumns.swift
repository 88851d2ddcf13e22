/// Which columns of a table say who is in a study, and what its values mean.
public struct CohortColumns: Hashable, Sendable {
  public var subject: String
  public var group: String
  public var file: String
  /// The unsuppressed water; `nil` where the table has none.
  public var water: String?
  /// What tells the scans of a subject apart; `nil` for one scan a subject.
  public var scan: String?
  /// The study's name of a group for the value by which the table has it, as `["1": "LC-HCC", "0": "LC"]`; empty where the
  /// table has the names themselves. Subjects of other values are refused, each by name.
  public var labels: [String: String]

  public init(
    subject: String = "subject", group: String = "group", file: String = "file", water: String? = "water",
    scan: String? = "scan", labels: [String: String] = [:]
  ) {
    self.subject = subject
    self.group = group
    self.file = file
    self.water = water
    self.scan = scan
    self.labels = labels
  }

  /// The columns by which a REDCap export tells the rows of a record apart, each where it is there.
  static let instances = ["redcap_event_name", "redcap_repeat_instrument", "redcap_repeat_instance"]

  /// - Throws: ``StatisticsError/unknownLabel(label:known:)`` where values stand for a group that is not compared.
  func requireLabels(of known: [String]?) throws(StatisticsError) {
    guard let known else { return }
    if let wrong = labels.values.sorted().first(where: { !known.contains($0) }) {
      throw .unknownLabel(label: wrong, known: known)
    }
  }

  /// The columns of a table that are no covariates.
  var named: Set<String> { Set([subject, group, file] + [water, scan].compactMap(\.self) + Self.instances) }
}
