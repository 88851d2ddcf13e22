import Foundation
import MRSCore
import Synchronization
import Testing

@Suite("concurrentMap")
struct ConcurrentMapTests {
  struct Failure: Error, Equatable { let element: Int }

  /// Work whose duration differs from element to element, so that tasks end out of order.
  @Sendable static func work(_ element: Int) -> Double {
    var stream = RandomStream(seed: 5).child(element)
    var sum = 0.0
    for _ in 0..<(200 + 3000 * (element % 7 == 0 ? 1 : 0)) { sum += stream.normal() }
    return sum
  }

  @Test("Results are in order and the same for any number of tasks", arguments: [1, 2, 3, 16, 500])
  func order(tasks: Int) async throws {
    #expect(try await (0..<200).concurrentMap(tasks: tasks, Self.work) == (0..<200).map(Self.work))
  }

  @Test("No elements give no results")
  func empty() async throws {
    #expect(try await [Int]().concurrentMap(tasks: 4, Self.work).isEmpty)
  }

  @Test("A slice is mapped from its own start")
  func slices() async throws {
    #expect(try await Array(0..<10)[4...].concurrentMap(tasks: 2) { $0 } == Array(4..<10))
  }

  @Test("No more elements than tasks are worked on at a time", arguments: [1, 2, 5])
  func bound(tasks: Int) async throws {
    let running = Mutex((now: 0, most: 0))
    _ = try await (0..<100).concurrentMap(tasks: tasks) { element in
      running.withLock {
        $0.now += 1
        $0.most = max($0.most, $0.now)
      }
      let result = Self.work(element)
      running.withLock { $0.now -= 1 }
      return result
    }
    #expect(running.withLock(\.most) <= tasks)
  }

  @Test("The first failing element's error is thrown and no work is begun after it", arguments: [1, 2, 4])
  func failure(tasks: Int) async {
    let begun = Mutex(0)
    let laterHasFailed = Mutex(false)
    await #expect(throws: Failure(element: 20)) {
      try await (0..<10_000).concurrentMap(tasks: tasks) { element in
        begun.withLock { $0 += 1 }
        if element > 20 { laterHasFailed.withLock { $0 = true } }
        if element == 20, tasks > 1 {
          // The later failure comes first: it has 50 ms between its mark and this one's end. A machine of one core
          // cannot run both; there the wait ends after two seconds.
          for _ in 0..<2000 where !laterHasFailed.withLock(\.self) { usleep(1000) }
          usleep(50_000)
        }
        if element >= 20 { throw Failure(element: element) }
      }
    }
    #expect(begun.withLock(\.self) <= 20 + tasks)
  }

  @Test("Cancelling stops the work and throws CancellationError")
  func cancellation() async {
    let begun = Mutex(0)
    let task = Task {
      try await (0..<1_000_000).concurrentMap(tasks: 2) { element in
        begun.withLock { $0 += 1 }
        return Self.work(element)
      }
    }
    while begun.withLock(\.self) < 10 { await Task.yield() }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(begun.withLock(\.self) < 1_000_000)
  }
}
