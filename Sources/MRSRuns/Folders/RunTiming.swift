import Foundation

/// When a run was, how long its stages took, and how many threads it had: what may differ between two runs.
public struct RunTiming: Codable, Hashable, Sendable {
  /// One stage of a run.
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

  /// What `timing.json` says beside the timing: the digest of `log.txt`, and its own together with the manifest's.
  struct Record: Codable {
    let log: String
    let seal: String
  }

  private struct Sealed: Encodable {
    let timing: RunTiming
    let log: String

    func encode(to encoder: any Encoder) throws {
      try timing.encode(to: encoder)
      try Record(log: log, seal: Seal.blank).encode(to: encoder)
    }
  }

  /// - Parameters:
  ///   - log: the digest of `log.txt`.
  ///   - seal: the manifest's.
  func json(log: String, sealedWith seal: String) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    encoder.dateEncodingStrategy = .iso8601
    return Seal.sealed(try encoder.encode(Sealed(timing: self, log: log)) + Data("\n".utf8), with: seal)
  }
}
