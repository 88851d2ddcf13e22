import Foundation
import MRSCore
import MRSFormats

/// What the products of work depend on, as one hash: its values, the files that it reads, the stream and the versions. Work
/// of one key can be gone on with; that of another cannot.
public struct JobKey: Hashable, Sendable {
  /// 64 hexadecimal digits.
  public let sha256: String

  private struct Whole<Value: Encodable>: Encodable {
    let kind: String
    let value: Value
    let files: [Artefact]
    let stream: String
    let versions: Versions
  }

  private struct List<J: Job, Settings: Encodable>: Encodable {
    let jobs: [J]
    let settings: Settings
  }

  /// - Parameters:
  ///   - kind: what kind of work it is.
  ///   - value: all that the work depends on and that is no file.
  /// - Throws: `EncodingError`.
  public init(kind: String, of value: some Encodable, files: [Artefact], stream: RandomStream) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let whole = Whole(
      kind: kind, value: value, files: files.sorted { ($0.name, $0.sha256) < ($1.name, $1.sha256) },
      stream: "\(stream.key)", versions: Versions())
    sha256 = SHA256.hash(data: try encoder.encode(whole)).hexadecimal
  }

  /// The key of a list of jobs.
  /// - Parameter settings: what the jobs share that is no file.
  /// - Throws: `EncodingError`.
  public init<J: Job>(of jobs: [J], files: [Artefact], settings: some Encodable, stream: RandomStream) throws {
    try self.init(kind: J.kind, of: List(jobs: jobs, settings: settings), files: files, stream: stream)
  }
}
