import MRSCore
import MRSFitting
import MRSModel
import MRSStatistics
import MRSSynthesis

/// How far means of importance draws are from those of Markov chains over the same densities, in posterior deviations.
///
/// Chains are long enough for their own chance to be a third of the bar. Beside as many draws as `quantify` makes
/// a quarter of them is tried.
struct PosteriorAgainstChainsBenchmark: Benchmark {
  let name = "posterior-against-chains"
  let about =
    "means of 500 and 2,000 draws from the posterior of 100 spectra of the fit's own model, against Markov chains"
  var isAskedFor: Bool { true }
  private let count = 100
  private let draws = [500, PosteriorQuantifier.usualDraws]

  /// One spectrum's amounts.
  private struct Result: Sendable {
    /// For each number of draws: (mean − that of the chains)/deviation; none where weights cannot be trusted.
    let distances: [[Double]]
    /// The same of deviations, as ratios.
    let ratios: [[Double]]
    /// The standard errors of the chains' means, in deviations.
    let errors: [Double]
  }

  func run(_ table: inout BenchmarkTable) async throws {
    let liver = try await SyntheticLiver()
    guard let map = try liver.estimators().first(where: { $0.name == "map" })?.fit,
      let spectra = SpectraOfFit(map, isWhole: true)
    else { return }
    let results = try await Array(0..<count).concurrentMap(tasks: 2) { index in
      try result(of: spectra.example(index, of: RandomStream(seed: 42)).fid, fit: spectra.fit)
    }
    let errors = results.flatMap(\.errors)
    let chance = (errors.reduce(0) { $0 + $1 * $1 } / Double(errors.count)).squareRoot()
    table.add("· chance of the chains' means, root mean square", chance, "deviations")
    for (place, number) in draws.enumerated() {
      let distances = results.flatMap { $0.distances[place] }
      let near = Double(distances.count { abs($0) < 0.1 }) / Double(distances.count)
      print("  \(number) draws, \(distances.count) amounts")
      table.add(
        "· means within 0.1 deviations", near, "", bar: number == PosteriorQuantifier.usualDraws ? .atLeast(0.95) : nil)
      let square = distances.reduce(0) { $0 + $1 * $1 } / Double(distances.count)
      table.add("· distance of means, root mean square", square.squareRoot(), "deviations")
      table.add("· ratio of deviations, median", median(results.flatMap { $0.ratios[place] }), "")
    }
  }

  private func result(of fid: FID, fit: LeastSquares) throws -> Result {
    let chains = try PosteriorQuantifier(
      fit, sampler: .init(warmup: 300, draws: 600, targetAcceptance: 0.9), way: .chains, stream: RandomStream(seed: 2)
    ).sample(fid).posteriors
    var distances: [[Double]] = []
    var ratios: [[Double]] = []
    for number in draws {
      let found = try PosteriorQuantifier(
        fit, draws: number, way: .weighted(largestTailIndex: .infinity), stream: RandomStream(seed: 1)
      ).sample(fid)
      let isTrusted = (found.sampling.tailIndex ?? .infinity) < ParetoSmoothedWeights.largestTailIndex
      let pairs = isTrusted ? Array(zip(found.posteriors, chains)) : []
      distances.append(pairs.map { ($0.mean - $1.mean) / $1.standardDeviation })
      ratios.append(pairs.map { $0.standardDeviation / $1.standardDeviation })
    }
    return Result(
      distances: distances, ratios: ratios, errors: chains.map { $0.meanError / $0.standardDeviation })
  }
}
