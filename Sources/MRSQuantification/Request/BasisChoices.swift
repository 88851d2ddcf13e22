/// What is said of a basis beside its file.
public struct BasisChoices: Sendable, Hashable, Codable {
  /// TE of the basis in seconds, over what its file says.
  public var echoTime: Double?
  /// Whether a basis of another field is stretched to the signal's, with a doubt, and not refused.
  public var allowsOtherField: Bool

  public init(echoTime: Double? = nil, allowsOtherField: Bool = false) {
    self.echoTime = echoTime
    self.allowsOtherField = allowsOtherField
  }
}
