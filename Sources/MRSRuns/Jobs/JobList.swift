import Foundation
import MRSCore

/// A list of jobs whose products become one run folder: done by one process, or by shards whose work one process merges.
struct JobList<J: Job> {
  let jobs: [J]
  /// What the products depend on.
  let key: JobKey
  let shared: J.Shared
  let stream: RandomStream
  /// How many jobs are done at a time.
  let worker: Worker
  let title: String
  /// What a job is of, in the plural.
  let unit: String

  /// Where and how it is done.
  struct Place {
    let destination: URL
    let force: Bool
    let parts: RunParts
    /// Those of the whole command, verb first, for whoever merges.
    let arguments: [String]
  }

  /// Does the jobs, or those of a shard, which are kept beside the run folder.
  /// - Parameters:
  ///   - onFinished: told how many are finished, after each; what it throws ends the work.
  ///   - interrupted: what is thrown where the task is cancelled, from where the work is kept and how many jobs are finished.
  ///   - leave: fills and finishes the run folder with the products of all jobs.
  /// - Returns: the products, in order; of a shard its own.
  /// - Throws: ``RunError``, what a job throws.
  func products(
    at place: Place, onFinished: (Int) throws -> Void = { _ in },
    interrupted: (_ folder: String, _ finished: Int) -> any Error, leave: ([J.Product], RunFolder) async throws -> Void
  ) async throws -> [J.Product] {
    let shards = ShardFolder(beside: place.destination)
    let executor = JobExecutor(worker: worker)
    if case .shard(let shard) = place.parts {
      try shards.open(for: key, arguments: Shard.removed(from: place.arguments), force: place.force)
      let (lock, journal): (FolderLock, JobJournal<J.Product>) = try shards.journal(of: shard, count: jobs.count)
      UnfinishedWork.begin(shards.url.path, .resumable)
      defer { withExtendedLifetime(lock) { UnfinishedWork.end(shards.url.path) } }
      do {
        return try await executor.products(
          of: jobs, shard: shard, sharing: shared, stream: stream, journal: journal, title: title, unit: unit,
          onFinished: onFinished)
      } catch is CancellationError {
        throw interrupted(shards.url.path, journal.finished.count)
      }
    }
    let others: [Int: J.Product] = try place.parts.finished(in: shards, for: key, count: jobs.count)
    let products = try await RunFolder.run(at: place.destination, force: place.force, resuming: key) { run in
      let journal = try JobJournal<J.Product>(file: run.journal, count: jobs.count)
      try journal.adopt(others)
      let products: [J.Product]
      do {
        products = try await executor.products(
          of: jobs, sharing: shared, stream: stream, journal: journal, title: title, unit: unit
        ) {
          run.keep()
          try onFinished($0)
        }
      } catch is CancellationError {
        run.keep()
        throw interrupted(run.work.path, journal.finished.count)
      }
      if case .merge = place.parts { try shards.markMerged() }
      try await leave(products, run)
      return products
    }
    if case .merge = place.parts { shards.remove() }
    return products
  }
}
