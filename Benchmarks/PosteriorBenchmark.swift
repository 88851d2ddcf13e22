import Foundation
import MRSCore
import MRSFitting
import MRSModel
import MRSProfile
import MRSStudy
import MRSSynthesis

/// What draws from the posterior are worth where the fit's model is the truth's, how long they take, and whether their intervals
/// hold: with parameters that all species share only, and the whole model.
struct PosteriorBenchmark: Benchmark {
  let name = "posterior"
  let about =
    "draws from the posterior of 1,000 spectra of the fit's own model, shared parameters and all"
  var isAskedFor: Bool { true }
  private let count = 1000
  /// How many are drawn one at a time, for their time is told of one core: two threads may share one.
  private let timed = 100
  /// For how many draws it is told.
  private static let timedDraws = 500

  /// One spectrum's draws.
  private struct Result: Sendable {
    let efficiency: Double
    let isTrusted: Bool
    /// Of the thread for 500 draws, without the fit that they begin from, s; `nil` where it was not taken.
    let seconds: Double?
    /// Of each target whether its 90 % interval holds the truth.
    let holds: [Bool]
    /// Squared errors of the logarithm of each target's amount: of its mean by the draws, and of MAP's median.
    let errors: [(posterior: Double, map: Double)]
  }

  func run(_ table: inout BenchmarkTable) async throws {
    let liver = try await SyntheticLiver()
    let targets = liver.studyProtocol.targets
    guard let map = try liver.estimators().first(where: { $0.name == "map" })?.fit else { return }
    for (title, isWhole) in [("shared parameters only", false), ("the whole model", true)] {
      guard let spectra = SpectraOfFit(map, isWhole: isWhole) else { return }
      var results: [Result] = []
      for (part, tasks) in [(0..<timed, 1), (timed..<count, 2)] {
        results += try await Array(part).concurrentMap(tasks: tasks) { index in
          try Self.result(
            of: spectra.example(index, of: RandomStream(seed: 42)), fit: spectra.fit, targets: targets,
            isTimed: index < timed)
        }
      }
      print("  \(title)")
      let trusted = Double(results.count(where: \.isTrusted)) / Double(count)
      table.add(
        "· efficiency, median", median(results.map(\.efficiency)), "", bar: .atLeast(isWhole ? 0.2 : 0.5))
      table.add("· k-hat below 0.7", trusted, "", bar: .atLeast(isWhole ? 0.95 : 0.99))
      table.add(
        "· \(Self.timedDraws) draws of one spectrum, median", median(results.compactMap(\.seconds)) * 1e3,
        "ms of one core", bar: .atMost(isWhole ? 200 : 30))
      let held = results.reduce(0) { $0 + $1.holds.count(where: \.self) }
      table.add("· 90 % intervals hold, all targets", Double(held) / Double(count * targets.count), "")
      // Of the others chains are asked.
      let kept = results.filter(\.isTrusted)
      let ratios = targets.indices.map { k in Self.ratio(kept.map { $0.errors[k] }) }
      print(
        zip(targets, ratios).map { "\($0) \(Self.rounded($1.ratio)) ± \(Self.rounded($1.error))" }.joined(
          separator: ", "))
      table.add(
        "· targets whose log RMSE is at most MAP's", Double(ratios.count { $0.ratio <= 1 }), "of \(targets.count)",
        bar: .atLeast(18))
    }
  }

  /// The ratio of root mean squares of the posterior's errors and MAP's, and its standard error, for the same spectra have both.
  private static func ratio(_ errors: [(posterior: Double, map: Double)]) -> (ratio: Double, error: Double) {
    let count = Double(errors.count)
    let (own, map) = (errors.reduce(0) { $0 + $1.posterior }, errors.reduce(0) { $0 + $1.map })
    let square = own / map
    let left = errors.reduce(0.0) { sum, error in
      let difference = error.posterior - square * error.map
      return sum + difference * difference
    }
    return (
      square.squareRoot(), (left / count).squareRoot() / count.squareRoot() / (map / count) / 2 / square.squareRoot()
    )
  }

  private static func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }

  private static func result(
    of example: (fid: FID, amounts: [Double]), fit: LeastSquares, targets: [String], isTimed: Bool
  ) throws -> Result {
    // Chains, which take over where weights cannot be trusted, are not what is measured.
    func sampler(draws: Int) -> PosteriorQuantifier {
      PosteriorQuantifier(
        fit, draws: draws, way: .weighted(largestTailIndex: .infinity), stream: RandomStream(seed: 1))
    }
    let start = CLOCK_THREAD_CPUTIME_ID.seconds
    let found = try fit.fit(example.fid)
    let middle = CLOCK_THREAD_CPUTIME_ID.seconds
    if isTimed { _ = try sampler(draws: timedDraws).sample(example.fid) }
    let end = CLOCK_THREAD_CPUTIME_ID.seconds
    let sampled = try sampler(draws: PosteriorQuantifier.usualDraws).sample(example.fid)
    var holds: [Bool] = []
    var errors: [(posterior: Double, map: Double)] = []
    for name in targets {
      guard let k = fit.model.names.firstIndex(of: name),
        let amount = sampled.posteriors.first(where: { $0.name == name }),
        let mode = found.quantification[name]
      else { continue }
      let truth = example.amounts[k]
      holds.append(amount.quantiles[0] <= truth && truth <= amount.quantiles[4])
      func squared(_ logarithm: Double) -> Double {
        let error = logarithm - .log(truth)
        return error * error
      }
      errors.append((squared(sampled.meanLogarithm(of: k)), squared(mode.logMedian(least: 1e-6))))
    }
    return Result(
      efficiency: sampled.sampling.efficiency, isTrusted: (sampled.sampling.tailIndex ?? .infinity) < 0.7,
      seconds: isTimed ? (end - middle) - (middle - start) : nil, holds: holds, errors: errors)
  }
}

extension PosteriorFit {
  /// The mean over the draws of an amount's logarithm: what errs least in logarithms.
  fileprivate func meanLogarithm(of k: Int) -> Double {
    guard let draws = quantification.draws else { return .nan }
    return zip(draws.values.column(k), draws.weights).reduce(0) { $0 + $1.1 * .log($1.0) }
  }
}

extension clockid_t {
  /// What the clock says, s.
  fileprivate var seconds: Double {
    var time = timespec()
    _ = unsafe clock_gettime(self, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }
}
