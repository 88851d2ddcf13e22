import Synchronization

/// What was made once for each key; who asks for a value that is being made waits for it.
final class Memo<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private let known = Mutex<[Key: Value]>([:])

  subscript(key: Key) -> Value? {
    get { known.withLock { $0[key] } }
    set { known.withLock { $0[key] = newValue } }
  }

  /// What was made for the key, or is made now.
  func value<Failure>(for key: Key, _ make: () throws(Failure) -> Value) throws(Failure) -> Value {
    try known.withLock { known throws(Failure) in
      if let value = known[key] { return value }
      let value = try make()
      known[key] = value
      return value
    }
  }
}
