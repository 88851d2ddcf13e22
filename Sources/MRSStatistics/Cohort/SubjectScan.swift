/// One scan of a subject: its files as a table or folder names them.
public struct SubjectScan: Hashable, Sendable, Codable {
  /// What tells the scan from the subject's others: a session, a repeat instance; `nil` where there is one only.
  public let label: String?
  /// The path of the signal file, relative to the table's folder unless absolute.
  public let file: String
  /// The path of the unsuppressed water file, where there is one.
  public let water: String?

  public init(label: String? = nil, file: String, water: String? = nil) {
    self.label = label
    self.file = file
    self.water = water
  }
}
