/// How long work is done: on how many tasks at a time, and who is told how far it is. No result depends on it.
public struct Worker: Sendable {
  /// How many items are worked on at a time.
  public let tasks: Int
  private let begin: @Sendable (_ title: String, _ total: Int, _ unit: String) -> any WorkProgress

  /// - Parameter begin: makes what a piece of work tells of its progress, from its title, its number of units and their name
  ///   in the plural.
  public init(
    tasks: Int, begin: @escaping @Sendable (_ title: String, _ total: Int, _ unit: String) -> any WorkProgress
  ) {
    precondition(tasks >= 1, "work needs at least one task")
    self.tasks = tasks
    self.begin = begin
  }

  /// Work that tells nobody.
  public static func quiet(tasks: Int = 1) -> Worker { Worker(tasks: tasks) { _, _, _ in NoProgress() } }

  /// The same, item by item, and quietly: for an item of work that is itself done in parallel.
  public var single: Worker { .quiet(tasks: 1) }

  /// The same, item by item, telling of its progress: for items that are each done in parallel.
  public var sequential: Worker { Worker(tasks: 1, begin: begin) }

  /// The progress of a piece of work of `total` units.
  public func progress(of title: String, total: Int, unit: String) -> any WorkProgress { begin(title, total, unit) }

  /// `transform` of every element on ``tasks`` tasks, in order.
  /// - Throws: what `transform` throws, or `CancellationError`.
  public func map<Input: Sendable, Output: Sendable>(
    _ elements: [Input], _ title: String, unit: String,
    _ transform: @escaping @Sendable (Input) throws -> Output
  ) async throws -> [Output] {
    let progress = progress(of: title, total: elements.count, unit: unit)
    let results = try await elements.concurrentMap(tasks: tasks) { element in
      let result = try transform(element)
      progress.advance(by: 1)
      return result
    }
    progress.finish()
    return results
  }
}

private struct NoProgress: WorkProgress {
  func advance(by count: Int) {}
  func resume(from count: Int) {}
  func finish() {}
}
