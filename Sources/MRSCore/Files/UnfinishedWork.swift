import Foundation
import Synchronization

/// The files and folders that this process is at work on under names of their own, and what is to become of each where it must
/// end at once, without waiting for whoever works on it.
package enum UnfinishedWork {
  /// What becomes of it.
  package enum Fate: Hashable, Sendable {
    /// It is removed: nobody could go on with it.
    case removed
    /// It stays, for the same command to go on with.
    case resumable
    /// As ``resumable``; whoever works on it needs a moment more, to save how far it is.
    case saving
    /// It is finished, and stays.
    case kept
  }

  private static let begun = Mutex<[String: Fate]>([:])

  package static func begin(_ path: String, _ fate: Fate = .removed) {
    begun.withLock { $0[path] = fate }
  }

  /// It is finished, or gone. To be told before it gets its final name: what is being removed by ``abandon()`` is then waited
  /// for, and gets none.
  package static func end(_ path: String) {
    _ = begun.withLock { $0.removeValue(forKey: path) }
  }

  /// Whether somebody should be given time to save how far they are.
  package static var isSaving: Bool { begun.withLock { $0.values.contains(.saving) } }

  /// What stays when the process ends, by path; what is named but not there yet does not count.
  package static var staying: [(path: String, fate: Fate)] {
    begun.withLock { $0 }.filter { $0.value != .removed && FileManager.default.fileExists(atPath: $0.key) }
      .sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// Removes what nobody could go on with. Others may be at work in it still, and make files while it is emptied.
  package static func abandon() {
    begun.withLock { begun in
      for (path, fate) in begun where fate == .removed {
        for _ in 0..<5 where FileManager.default.fileExists(atPath: path) {
          try? FileManager.default.removeItem(atPath: path)
        }
      }
    }
  }
}
