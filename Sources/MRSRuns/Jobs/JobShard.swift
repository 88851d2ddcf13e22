import Foundation

/// Which part of a list of jobs a process does: of N shards number i has the jobs whose index, from 0, leaves i − 1 when it is
/// divided by N. What a job makes does not depend on it.
public struct JobShard: Hashable, Sendable, Codable {
  /// From 1.
  public let number: Int
  public let count: Int

  /// - Throws: ``RunError/badShard(_:)``.
  public init(number: Int, of count: Int) throws(RunError) {
    guard count >= 1, (1...count).contains(number) else { throw .badShard("\(number)/\(count)") }
    self.number = number
    self.count = count
  }

  /// `3/8`; or `/8` in a job array of Slurm, which numbers its tasks from 1 in SLURM_ARRAY_TASK_ID.
  /// - Throws: ``RunError/badShard(_:)``.
  public init(
    _ text: String, environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(RunError) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    let number = parts.first.map { $0.isEmpty ? environment["SLURM_ARRAY_TASK_ID"] ?? "" : String($0) }
    guard parts.count == 2, let number = number.flatMap(Int.init), let count = Int(parts[1]) else {
      throw .badShard(text)
    }
    try self.init(number: number, of: count)
  }

  public func holds(_ index: Int) -> Bool { index % count == number - 1 }
}
