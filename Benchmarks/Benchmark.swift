/// Something whose speed is measured, and what it may cost.
protocol Benchmark: Sendable {
  /// What the command line calls it.
  static var name: String { get }
  /// One line on what is measured.
  static var about: String { get }

  init()
  func run(_ table: inout BenchmarkTable) async throws
}
