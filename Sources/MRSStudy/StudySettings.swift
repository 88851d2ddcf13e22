import MRSCore

/// What every stage of a study needs besides its input: the protocol, the random stream, how many tasks, where progress
/// goes.
public struct StageContext: Sendable {
  public let studyProtocol: StudyProtocol
  /// Each stage draws from a named child of it, so that stages do not depend on one another's draws.
  public let stream: RandomStream
  /// How many spectra are worked on at a time; no result depends on it.
  public let tasks: Int
  public let progress: ProgressReporter.Style

  public init(studyProtocol: StudyProtocol, stream: RandomStream, tasks: Int, progress: ProgressReporter.Style) {
    self.studyProtocol = studyProtocol
    self.stream = stream
    self.tasks = tasks
    self.progress = progress
  }

  /// The same study with another scenario or stream.
  public func with(studyProtocol: StudyProtocol? = nil, stream: RandomStream? = nil) -> StageContext {
    StageContext(
      studyProtocol: studyProtocol ?? self.studyProtocol, stream: stream ?? self.stream, tasks: tasks,
      progress: progress)
  }

  /// `transform` of every element on ``tasks`` tasks, in order, with a progress bar named `title`.
  func map<Input: Sendable, Output: Sendable>(
    _ elements: [Input], _ title: String, unit: String,
    _ transform: @escaping @Sendable (Input) throws -> Output
  ) async throws -> [Output] {
    let reporter = ProgressReporter(title, total: elements.count, unit: unit, style: progress)
    let results = try await elements.concurrentMap(tasks: tasks) { element in
      let result = try transform(element)
      reporter.advance()
      return result
    }
    reporter.finish()
    return results
  }
}
