/// A scan, or a whole subject, that a study cannot use, and why: it is counted and shown, never passed over.
public struct RefusedScan: Hashable, Sendable, Codable {
  /// Who; the folder's name where there is no other.
  public let subject: String
  /// `nil` where it is not known, or none of those compared.
  public let group: String?
  /// The scan among several of the subject.
  public let label: String?
  /// The file, where one is named.
  public let file: String?
  /// Why, in words that end without a full stop.
  public let reason: String

  public init(subject: String, group: String?, label: String? = nil, file: String? = nil, reason: String) {
    self.subject = subject
    self.group = group
    self.label = label
    self.file = file
    self.reason = reason
  }
}
