/// Something whose speed is measured, and what it may cost.
protocol Benchmark: Sendable {
  /// What the command line calls it.
  var name: String { get }
  /// One line on what is measured.
  var about: String { get }

  func run(_ table: inout BenchmarkTable) async throws
}
