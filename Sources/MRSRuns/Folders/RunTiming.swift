import Foundation

/// When a run was, how long its stages took, and how many threads it had: what may differ between two runs.
public struct RunTiming: Codable, Hashable, Sendable {
  public struct Stage: Codable, Hashable, Sendable {
    public let name: String
    /// In seconds.
    public let duration: Double
  }

  public let begun: Date
  /// Of the whole run, in seconds.
  public let duration: Double
  public let threads: Int?
  public let stages: [Stage]

  func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    encoder.dateEncodingStrategy = .iso8601
    return try encoder.encode(self) + Data("\n".utf8)
  }
}
