extension RandomAccessCollection where Self: Sendable, Element: Sendable, Index: Sendable {
  /// The results of `transform` for every element, in the order of the elements, computed by at most `tasks` tasks.
  ///
  /// The result does not depend on `tasks`, and neither does the error: elements are begun in order, the first failure
  /// stops any further one from being begun, and of the failures among those already begun that of the first element
  /// is thrown, as a loop would. Cancelling the surrounding task has the same effect, with a `CancellationError`.
  ///
  /// - Parameters:
  ///   - tasks: How many elements are worked on at a time; at least 1.
  ///   - transform: Synchronous work on one element. It draws random numbers from a child of its stream that belongs to
  ///     the element, never from a shared one.
  /// - Throws: What `transform` throws, or `CancellationError`.
  public func concurrentMap<Output: Sendable>(
    tasks: Int, _ transform: @escaping @Sendable (Element) throws -> Output
  ) async throws -> [Output] {
    precondition(tasks >= 1, "a map needs at least one task")
    var outputs = [Output?](repeating: nil, count: count)
    var failure: (position: Int, error: any Error)?
    try await withThrowingTaskGroup(of: (position: Int, result: Result<Output, any Error>).self) { group in
      var begun = 0
      func begin() {
        let element = self[index(startIndex, offsetBy: begun)]
        let position = begun
        begun += 1
        group.addTask { (position, Result { try transform(element) }) }
      }
      while begun < Swift.min(tasks, count) { begin() }
      while let (position, result) = try await group.next() {
        switch result {
        case .success(let output): outputs[position] = output
        case .failure(let error):
          if position < failure?.position ?? .max { failure = (position, error) }
        }
        if begun < count, failure == nil, !Task.isCancelled { begin() }
      }
    }
    if let failure { throw failure.error }
    try Task.checkCancellation()
    return outputs.compactMap(\.self)
  }
}
