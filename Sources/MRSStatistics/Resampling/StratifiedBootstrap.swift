import MRSCore
import Numerics

/// The bootstrap of samples that are redrawn each within itself, as the groups of a study are.
///
/// Of each stratum of n values n are drawn with replacement; replicate b draws from child b of the stream. BCa: with
/// ẑ the normal quantile of the share of replicates below the estimate (ties as ½) and the acceleration
/// a = ⅙·Σ_g Σ_i U³/n_g³/(Σ_g Σ_i U²/n_g²)^{3/2}, U = (n_g − 1)·(mean of the statistics with one value left out − that
/// with value i left out), the ends are the Φ(ẑ + (ẑ + z)/(1 − a(ẑ + z))) quantiles, z = ∓1.96 for 95 % (Efron &
/// Tibshirani, *An Introduction to the Bootstrap*, 1993, §14.3).
public struct StratifiedBootstrap: Hashable, Sendable {
  /// How many samples are redrawn.
  public let replicates: Int
  public let method: BootstrapMethod
  public let confidence: Double

  /// - Throws: ``StatisticsError/outOfRange(quantity:value:expected:)``: fewer than two replicates, a confidence
  ///   outside 0…1.
  public init(
    replicates: Int = 2000, method: BootstrapMethod = .accelerated, confidence: Double = 0.95
  ) throws(StatisticsError) {
    try ConfidenceInterval.validate(confidence: confidence)
    guard replicates >= 2 else {
      throw .outOfRange(
        quantity: "the number of bootstrap replicates", value: Double(replicates), expected: "at least 2")
    }
    self.replicates = replicates
    self.method = method
    self.confidence = confidence
  }

  /// The interval of a statistic of several samples.
  /// - Parameter statistic: of the samples in the order given; `nil` where it is not defined.
  /// - Throws: ``StatisticsError``: a sample without values, a statistic that is not defined for the sample as it is or
  ///   for fewer than two redrawn ones; what the statistic throws.
  public func interval<Value>(
    ofGroups strata: [[Value]], stream: RandomStream, statistic: ([[Value]]) throws -> Double?
  ) throws -> BootstrapInterval {
    guard !strata.isEmpty, strata.allSatisfy({ !$0.isEmpty }) else {
      throw StatisticsError.tooFew(quantity: "a sample of the bootstrap", found: 0, needed: 1)
    }
    guard let estimate = try statistic(strata) else {
      throw StatisticsError.tooFew(quantity: "values for which the statistic is defined", found: 0, needed: 1)
    }
    var values: [Double] = []
    for index in 0..<replicates {
      var child = stream.child(index)
      let redrawn = strata.map { stratum in
        stratum.map { _ in stratum[Int(child.uniform() * Double(stratum.count))] }
      }
      if let value = try statistic(redrawn) { values.append(value) }
    }
    guard values.count >= 2 else {
      throw StatisticsError.tooFew(
        quantity: "redrawn samples for which the statistic is defined", found: values.count, needed: 2)
    }
    values.sort()
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
    let acceleration = method == .accelerated ? try acceleration(of: strata, statistic) : 0
    let ends = levels(of: values, about: estimate, acceleration: acceleration)
      .map { Self.quantile($0, of: values) }
    let hasScatter = values[0] < values[values.count - 1]
    return BootstrapInterval(
      interval: hasScatter
        ? ConfidenceInterval(estimate: estimate, lower: ends[0], upper: ends[1], confidence: confidence) : nil,
      estimate: estimate, standardError: variance.squareRoot(), bias: mean - estimate, replicates: values.count,
      undefined: replicates - values.count)
  }

  /// The interval of a statistic of one sample.
  /// - Throws: as ``interval(ofGroups:stream:statistic:)``.
  public func interval<Value>(
    of sample: [Value], stream: RandomStream, statistic: ([Value]) throws -> Double?
  ) throws -> BootstrapInterval {
    try interval(ofGroups: [sample], stream: stream) { try statistic($0[0]) }
  }

  /// The shares at which the interval ends.
  private func levels(of sorted: [Double], about estimate: Double, acceleration: Double) -> [Double] {
    let tail = (1 - confidence) / 2
    guard method == .accelerated else { return [tail, 1 - tail] }
    let below = sorted.count { $0 < estimate }
    let upTo = sorted.count { $0 <= estimate }
    // Where every replicate is to one side the correction has no end; half a replicate is allowed to the other.
    let share = min(max(Double(below + upTo), 1), Double(2 * sorted.count - 1)) / Double(2 * sorted.count)
    let offset = NormalDistribution.quantile(share)
    return [tail, 1 - tail].map { level in
      let z = offset + NormalDistribution.quantile(level)
      return NormalDistribution.cumulative(offset + z / (1 - acceleration * z))
    }
  }

  /// a; zero where leaving out any value changes nothing. A statistic that is not defined without some value counts as
  /// unchanged.
  private func acceleration<Value>(
    of strata: [[Value]], _ statistic: ([[Value]]) throws -> Double?
  ) throws -> Double {
    var cubes = 0.0
    var squares = 0.0
    for g in strata.indices where strata[g].count > 1 {
      let n = Double(strata[g].count)
      let left = try strata[g].indices.compactMap { i in
        var fewer = strata
        fewer[g].remove(at: i)
        return try statistic(fewer)
      }
      let mean = left.reduce(0, +) / Double(max(1, left.count))
      for value in left {
        let influence = (n - 1) * (mean - value) / n
        squares += influence * influence
        cubes += influence * influence * influence
      }
    }
    return squares > 0 ? cubes / (6 * squares * squares.squareRoot()) : 0
  }

  /// The value below which a share of sorted values lies, linear between them.
  private static func quantile(_ share: Double, of sorted: [Double]) -> Double {
    let place = min(max(share, 0), 1) * Double(sorted.count - 1)
    let index = min(Int(place), sorted.count - 2)
    return sorted[index] + (place - Double(index)) * (sorted[index + 1] - sorted[index])
  }
}
