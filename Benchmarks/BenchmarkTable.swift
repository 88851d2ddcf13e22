import Foundation
import MRSReport

/// The figures measured in one session, printed as they come.
struct BenchmarkTable {
  /// What a figure must keep to.
  enum Bar {
    case atMost(Double)
    case atLeast(Double)

    func isMet(by value: Double) -> Bool {
      switch self {
      case .atMost(let limit): value <= limit
      case .atLeast(let limit): value >= limit
      }
    }

    var text: String {
      switch self {
      case .atMost(let limit): "≤ \(NumberText.significant(limit))"
      case .atLeast(let limit): "≥ \(NumberText.significant(limit))"
      }
    }

  }

  private(set) var missed: [String] = []

  /// One figure with its unit, its spread where it was measured more than once, and its bar where it has one.
  mutating func add(
    _ what: String, _ value: Double, _ unit: String, spread: ClosedRange<Double>? = nil, bar: Bar? = nil
  ) {
    var line =
      "  \(what.padding(toLength: max(58, what.count), withPad: " ", startingAt: 0))  \(NumberText.significant(value)) \(unit)"
    if let spread {
      line += "  (\(NumberText.significant(spread.lowerBound)) … \(NumberText.significant(spread.upperBound)))"
    }
    if let bar {
      line += "  bar \(bar.text): \(bar.isMet(by: value) ? "met" : "MISSED")"
      if !bar.isMet(by: value) { missed.append(what) }
    }
    print(line)
  }

  /// The median time of `runs` runs after one that is not counted, in milliseconds.
  /// - Returns: the median, in seconds.
  @discardableResult
  mutating func time(
    _ what: String, runs: Int = 9, bar milliseconds: Double? = nil, _ work: () async throws -> Void
  ) async throws -> Double {
    try await work()
    let clock = ContinuousClock()
    var seconds: [Double] = []
    for _ in 0..<runs { seconds.append(try await clock.measure { try await work() } / .seconds(1)) }
    seconds.sort()
    let median = seconds[seconds.count / 2]
    add(
      what, median * 1e3, "ms", spread: seconds[0] * 1e3...seconds[seconds.count - 1] * 1e3,
      bar: milliseconds.map { .atMost($0) })
    return median
  }

  /// The time of one call of `work`, in microseconds: the best of five rounds of `count` calls.
  @discardableResult
  mutating func microseconds<Output>(_ what: String, of count: Int, _ work: (Int) throws -> Output) async throws
    -> Double
  {
    let clock = ContinuousClock()
    var times: [Double] = []
    for _ in 0..<5 {
      times.append(
        try clock.measure { for index in 0..<count { _ = try work(index) } } / .microseconds(count))
    }
    times.sort()
    add(what, times[0], "µs", spread: times[0]...times[4])
    return times[0]
  }
}
