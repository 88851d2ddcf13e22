import Foundation
import Logging
import MRSCore
import Synchronization

/// The `log.txt` of a run: lines of a level and a message, without time and without what could command a terminal.
final class RunLog: Sendable {
  private let handle: Mutex<FileHandle?>

  init(file: URL) throws {
    try Data().write(to: file)
    handle = Mutex(try FileHandle(forWritingTo: file))
  }

  func write(_ line: String) {
    // A log that cannot be written must not end a run; its artefacts and manifest say whether it succeeded.
    handle.withLock { try? $0?.write(contentsOf: Data((line + "\n").utf8)) }
  }

  func close() {
    handle.withLock { handle in
      try? handle?.close()
      handle = nil
    }
  }
}

/// Sends what is logged to a run's `log.txt`.
struct RunLogHandler: LogHandler {
  let log: RunLog
  var metadata: Logger.Metadata = [:]
  var logLevel = Logger.Level.info

  init(log: RunLog) { self.log = log }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let all = metadata.merging(event.metadata ?? [:]) { $1 }
    let pairs = all.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
    log.write("\(event.level): \(Manifest.withoutFolders("\(event.message)"))\(pairs)".printable)
  }
}
