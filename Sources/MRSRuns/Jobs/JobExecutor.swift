import MRSCore

/// Does lists of jobs on the tasks of one process. The products do not depend on the number of tasks, on the order of
/// finishing, nor on what a journal has of them already.
public struct JobExecutor: Sendable {
  public let worker: Worker

  public init(worker: Worker) { self.worker = worker }

  /// The products of `jobs`, in their order; job i draws from child i of `stream`. Of a shard's jobs only those of its own.
  ///
  /// - Parameters:
  ///   - shard: which of the jobs are done; `nil` for all.
  ///   - journal: where finished products are kept and found.
  ///   - onFinished: told how many are finished, after each; what it throws ends the work.
  /// - Throws: what a job throws, ``RunError``, `CancellationError`.
  public func products<J: Job>(
    of jobs: [J], shard: Shard? = nil, sharing shared: J.Shared, stream: RandomStream, journal: JobJournal<J.Product>,
    title: String,
    unit: String, onFinished: (Int) throws -> Void = { _ in }
  ) async throws -> [J.Product] {
    let own = jobs.indices.filter { shard?.contains($0) ?? true }
    let left = own.filter { journal.finished[$0] == nil }
    let progress = worker.progress(of: title, total: left.count, unit: unit)
    try await withThrowingTaskGroup(of: (Int, J.Product).self) { group in
      var next = left.makeIterator()
      func begin() {
        guard !Task.isCancelled, let index = next.next() else { return }
        group.addTask {
          (index, try await jobs[index].product(sharing: shared, stream: stream.child(index)))
        }
      }
      for _ in 0..<worker.tasks { begin() }
      while let (index, product) = try await group.next() {
        try journal.append(product, index: index)
        progress.advance(by: 1)
        try onFinished(journal.finished.count)
        begin()
      }
    }
    try Task.checkCancellation()
    progress.finish()
    return own.compactMap { journal.finished[$0] }
  }
}
