import ArgumentParser
import Foundation
import MRSCore

/// Measures what Hepatica promises about speed. Figures hold for this machine and this moment: where a rival can be
/// installed, compare with a run of it in the same session.
@main
struct Benchmarks: AsyncParsableCommand {
  static let all: [any Benchmark] = [
    BasisBenchmark(), RawProcessingBenchmark(), SynthesisBenchmark(), MillionSpectraBenchmark(),
    RegistrationBenchmark(),
    FittingBenchmark(), AccuracyBenchmark(), PosteriorBenchmark(), PosteriorAgainstChainsBenchmark(),
    ForeignLineBenchmark(),
  ]

  static let configuration = CommandConfiguration(
    commandName: "benchmarks", abstract: "Measures the speed of Hepatica's parts.",
    discussion: all.map { "  \($0.name): \($0.about)" }.joined(separator: "\n"))

  @Argument(help: "Which ones (none named: all that take seconds).")
  var names: [String] = []

  func validate() throws {
    for name in names where !Self.all.contains(where: { $0.name == name }) {
      throw ValidationError(
        "there is no benchmark '\(name)'; there are \(Self.all.map(\.name).joined(separator: ", "))")
    }
  }

  func run() async throws {
    print("\(ProcessInfo.processInfo.activeProcessorCount) cores, \(LinearAlgebraLibrary.version)")
    var table = BenchmarkTable()
    for benchmark in Self.all where (names.isEmpty && !benchmark.isAskedFor) || names.contains(benchmark.name) {
      print("\(benchmark.name): \(benchmark.about)")
      try await benchmark.run(&table)
    }
    guard table.missed.isEmpty else {
      print("missed: \(table.missed.joined(separator: "; "))")
      throw ExitCode.failure
    }
  }
}
