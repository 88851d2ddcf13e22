/// What a piece of work tells of how far it is. Any number of tasks may advance it.
public protocol WorkProgress: Sendable {
  /// Counts units as done.
  func advance(by count: Int)
  /// Counts units that an interrupted piece of work has left.
  func resume(from count: Int)
  /// Nothing more will be done.
  func finish()
}
