/// A part of a list of jobs that one of several processes does: those whose number is ``index`` modulo ``count``.
///
/// What a job makes follows from its value and its number alone, so that parts may be done anywhere, in any order and again.
public struct Shard: Hashable, Sendable, Codable {
  /// From 0.
  public let index: Int
  public let count: Int

  /// - Throws: ``RunError/badShard(_:)`` unless 0 ≤ `index` < `count`.
  public init(index: Int, count: Int) throws(RunError) {
    guard count >= 1, (0..<count).contains(index) else { throw .badShard("\(index)/\(count)") }
    self.index = index
    self.count = count
  }

  /// The shard of `2/4`; of `4` alone the one whose number Slurm has given to this task of an array.
  /// - Parameter environment: of the process.
  /// - Throws: ``RunError/badShard(_:)``.
  public init(_ text: String, environment: [String: String]) throws(RunError) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    switch (parts.count, parts[0], parts.last ?? nil) {
    case (2, let index?, let count?): try self.init(index: index, count: count)
    case (1, let count?, _):
      guard let task = environment["SLURM_ARRAY_TASK_ID"].flatMap({ Int($0) }) else { throw .badShard(text) }
      try self.init(index: task, count: count)
    default: throw .badShard(text)
    }
  }

  /// Arguments without `--shard` and what follows it: those of the run that the shards share.
  static func removed(from arguments: [String]) -> [String] {
    var kept: [String] = []
    var skipsNext = false
    for argument in arguments {
      if skipsNext {
        skipsNext = false
      } else if argument == "--shard" {
        skipsNext = true
      } else if !argument.hasPrefix("--shard=") {
        kept.append(argument)
      }
    }
    return kept
  }

  /// Whether it does the job of that number.
  public func contains(_ job: Int) -> Bool { job % count == index }
}

extension Shard: CustomStringConvertible {
  public var description: String { "\(index)/\(count)" }
}
