import CProcess
import Dispatch
import Foundation
import MRSCore
import Synchronization

/// Stops the work in an orderly way when the user presses Control-C or the system asks the command to end.
enum Interruption {
  /// Runs `work` in a task that the first signal to interrupt, terminate or hang up cancels, so that it can remove what it has
  /// begun. Where it has not ended within a second, for the midst of a long calculation hears nothing, or at a second signal,
  /// the process removes that itself and ends: by `_exit`, since `exit` would take down what the threads of a running engine
  /// still use, and they would fault.
  static func stopping(_ work: sending @escaping () async throws -> Void) async throws {
    let numbers = [SIGINT, SIGTERM, SIGHUP].filter { $0 != SIGHUP || hepatica_ignores($0) == 0 }
    let descriptor = unsafe numbers.withUnsafeBufferPointer { unsafe hepatica_notice($0.baseAddress, Int32($0.count)) }
    let task = Task { try await work() }
    // A thread of its own: the system's have none left where every core is at work.
    let queue = DispatchQueue(label: "hepatica.interruption")
    let source = descriptor < 0 ? nil : DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
    source?.setEventHandler {
      var byte: UInt8 = 0
      while unsafe read(descriptor, &byte, 1) == 1 {
        if task.isCancelled { endNow() }
        task.cancel()
        queue.asyncAfter(deadline: .now() + .milliseconds(700)) {
          guard UnfinishedWork.isSaving else { return endNow() }
          queue.asyncAfter(deadline: .now() + .seconds(5)) { endNow() }
        }
      }
    }
    source?.resume()
    defer {
      source?.cancel()
      claimEnd()
    }
    try await task.value
  }

  /// What an interrupted run says: what it has left.
  static var text: String {
    let staying = UnfinishedWork.staying
    guard !staying.isEmpty else { return "interrupted; nothing was left behind" }
    let places = staying.map(\.path).joined(separator: ", ")
    return staying.contains { $0.fate == .kept }
      ? "interrupted; what was finished before stays in \(places)"
      : "interrupted; what is finished is kept in \(places): the same command goes on from there"
  }

  /// What a run that has failed says of what it had finished, as on a full disk; nothing where nobody can go on with it.
  static var kept: String {
    let places = UnfinishedWork.staying.filter { $0.fate == .resumable }.map(\.path)
    return places.isEmpty
      ? "" : "; what is finished is kept in \(places.joined(separator: ", ")): the same command goes on from there"
  }

  /// Whether somebody has begun to end the process.
  private static let isEnding = Mutex(false)

  /// Leaves the end of the process to whoever comes first.
  private static func claimEnd() {
    let isLate = isEnding.withLock { isEnding in
      defer { isEnding = true }
      return isEnding
    }
    while isLate { sleep(60) }
  }

  private static func endNow() {
    claimEnd()
    UnfinishedWork.abandon()
    try? FileHandle.standardError.write(contentsOf: Data("error: \(text.printable)\n".utf8))
    _exit(130)
  }
}
