/// Something whose speed is measured, and what it may cost.
protocol Benchmark: Sendable {
  /// What the command line calls it.
  var name: String { get }
  /// One line on what is measured.
  var about: String { get }

  /// Whether it runs only where it is named.
  var isAskedFor: Bool { get }

  func run(_ table: inout BenchmarkTable) async throws
}

extension Benchmark {
  var isAskedFor: Bool { false }

  func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
}
