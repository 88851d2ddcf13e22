import MRSCore
import MRSProfile

/// What every part of a study needs besides its input: the protocol, the random stream, and how the work is done.
public struct StudySettings: Sendable {
  public let studyProtocol: StudyProtocol
  /// Each part draws from a named child of it, so that parts do not depend on one another's draws.
  public let stream: RandomStream
  public let worker: Worker

  public init(studyProtocol: StudyProtocol, stream: RandomStream, worker: Worker) {
    self.studyProtocol = studyProtocol
    self.stream = stream
    self.worker = worker
  }

  /// The same study with another scenario or stream.
  public func with(studyProtocol: StudyProtocol? = nil, stream: RandomStream? = nil) -> StudySettings {
    StudySettings(
      studyProtocol: studyProtocol ?? self.studyProtocol, stream: stream ?? self.stream, worker: worker)
  }
}
