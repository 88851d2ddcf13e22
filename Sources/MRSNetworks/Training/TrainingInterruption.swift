/// A training that was cancelled, and what is left of it.
public struct TrainingInterruption: Error, Hashable, Sendable, CustomStringConvertible {
  /// Steps done.
  public let step: Int
  /// Steps to do.
  public let of: Int
  /// The folder that holds the state after ``step``; `nil` where none was named, and nothing is left.
  public let checkpoints: String?

  public init(step: Int, of: Int, checkpoints: String?) {
    self.step = step
    self.of = of
    self.checkpoints = checkpoints
  }

  public var description: String {
    let done = "the training was interrupted after \(step) of \(of) steps"
    guard let checkpoints else {
      return "\(done); nothing was left behind. With --checkpoints it could go on from there"
    }
    return "\(done), which are kept in \(checkpoints): the same command goes on from there; no run folder was made"
  }
}
