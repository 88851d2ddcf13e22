/// What one process does of a run that several may share.
public enum RunParts: Hashable, Sendable {
  /// All of it.
  case whole
  /// One shard, whose products are left beside the run folder.
  case shard(Shard)
  /// What the shards have left becomes the run folder.
  /// - Parameter completing: whether jobs that no shard has finished are done here.
  case merge(completing: Bool)

  /// What others have finished of the jobs that are to be merged.
  /// - Throws: ``RunError``: shards of another run, or, unless completing, jobs that nobody has finished.
  func finished<Product: Codable & Sendable>(
    in shards: ShardFolder, for key: JobKey, count: Int
  ) throws(RunError) -> [Int: Product] {
    guard case .merge(let completing) = self else { return [:] }
    guard try shards.belongs(to: key) else { throw .otherRun(shards.url.path) }
    let finished: [Int: Product] = shards.finished(count: count)
    let missing = (0..<count).filter { finished[$0] == nil }
    guard completing || missing.isEmpty else {
      throw .unfinishedShards(
        shards.url.path, missing: missing.count, total: count, first: Array(missing.prefix(5)))
    }
    return finished
  }
}
