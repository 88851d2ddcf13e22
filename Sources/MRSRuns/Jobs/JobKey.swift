import Crypto
import Foundation
import MRSCore
import MRSFormats

/// What the products of a list of jobs depend on, as one hash: their values, the files that they read, the settings, the
/// stream and the versions. Work of one key can be gone on with; that of another cannot.
public struct JobKey: Hashable, Sendable {
  /// 64 hexadecimal digits.
  public let sha256: String

  private struct Whole<J: Job, Settings: Encodable>: Encodable {
    let kind: String
    let jobs: [J]
    let files: [Artefact]
    let settings: Settings
    let stream: String
    let versions: Versions
  }

  /// - Parameter settings: what the jobs share that is no file.
  /// - Throws: `EncodingError`.
  public init<J: Job>(of jobs: [J], files: [Artefact], settings: some Encodable, stream: RandomStream) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let whole = Whole(
      kind: J.kind, jobs: jobs, files: files.sorted { ($0.name, $0.sha256) < ($1.name, $1.sha256) },
      settings: settings, stream: "\(stream.key)", versions: Versions())
    sha256 = SHA256.hash(data: try encoder.encode(whole)).map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }

  /// The key of work whose description is one value.
  /// - Throws: `EncodingError`.
  public init(kind: String, of value: some Encodable, files: [Artefact], stream: RandomStream) throws {
    struct Single: Job {
      static var kind: String { "" }
      func product(sharing shared: Int, stream: RandomStream) async throws -> Int { 0 }
    }
    struct Settings<Value: Encodable>: Encodable {
      let kind: String
      let value: Value
    }
    try self.init(of: [Single](), files: files, settings: Settings(kind: kind, value: value), stream: stream)
  }
}
