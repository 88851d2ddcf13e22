/// How a number of a scan's quality is: as it should be, doubtful, bad.
public enum QualityLight: String, Sendable, Hashable, Codable, CaseIterable {
  case green, amber, red
}
