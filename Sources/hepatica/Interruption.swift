import Dispatch
import Foundation

/// Stops the work in an orderly way when the user presses Control-C or the system asks the command to end.
enum Interruption {
  /// Runs `work` in a task that the first interrupt or termination signal cancels, so that it can remove what it has
  /// begun; the second ends the process at once. That is by `_exit`: `exit` would take down what the threads of a running
  /// engine still use, and they would fault.
  static func stopping(_ work: sending @escaping () async throws -> Void) async throws {
    let task = Task { try await work() }
    let sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        if task.isCancelled {
          fflush(nil)
          _exit(130)
        }
        task.cancel()
      }
      source.resume()
      return source
    }
    defer { for source in sources { source.cancel() } }
    try await task.value
  }
}
