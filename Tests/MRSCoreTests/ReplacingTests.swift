import Foundation
import MRSCore
import TestSupport
import Testing

@Suite("Files that are written whole or not at all")
struct ReplacingTests {
  @Test("Of many that write one file at a time none fails, and the file is that of one of them")
  func together() throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "key")
    let failures = Counter()
    DispatchQueue.concurrentPerform(iterations: 64) { index in
      for _ in 0..<8 {
        do {
          try Data(repeating: UInt8(index), count: 5000).write(replacing: file)
        } catch {
          failures.add()
        }
      }
    }
    #expect(failures.count == 0)
    let found = try Data(contentsOf: file)
    #expect(found.count == 5000 && Set(found).count == 1)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["key"])
  }

  @Test(
    "What a killed one has left beside the file is written over; a folder in the file's place is the system's error")
  func leftBehind() throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "key")
    try Data("left behind by one that was killed".utf8).write(to: folder.url.appending(path: ".key.unwritten"))
    try Data("new".utf8).write(replacing: file)
    #expect(try String(contentsOf: file, encoding: .utf8) == "new")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["key"])
    try FileManager.default.createDirectory(
      at: folder.url.appending(path: "taken"), withIntermediateDirectories: false)
    #expect(throws: POSIXError.self) { try Data("x".utf8).write(replacing: folder.url.appending(path: "taken")) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() == ["key", "taken"])
  }

  private final class Counter: Sendable {
    private let lock = NSLock()
    nonisolated(unsafe) private var value = 0

    var count: Int { lock.withLock { unsafe value } }
    func add() { lock.withLock { unsafe value += 1 } }
  }
}
