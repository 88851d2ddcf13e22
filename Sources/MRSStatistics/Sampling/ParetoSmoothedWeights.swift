import Numerics

/// Importance weights whose largest are replaced by what a generalised Pareto distribution fitted to them expects, and
/// how heavy their tail is: PSIS (Vehtari, Simpson, Gelman, Yao & Gabry 2024, https://jmlr.org/papers/v25/19-556.html).
///
/// With S draws the largest M = min(S/5, 3·√S) are smoothed. Below a tail index k̂ of 0.7 (and below 1 − 1/log₁₀S) the
/// weighted means can be trusted; above, the draws have missed where the posterior is.
public struct ParetoSmoothedWeights: Hashable, Sendable {
  /// Of the draws, adding to one, shape (S).
  public let weights: [Double]
  /// k̂, the tail index; infinite where too few draws have any weight.
  public let tailIndex: Double
  /// ln of the mean of the smoothed weights: what the density integrates to, if the logarithms were absolute.
  public let logMean: Double

  /// Above, weighted means are not to be trusted.
  public static let largestTailIndex = 0.7

  /// The tail index is only told from this many.
  private static let leastTail = 5

  /// - Parameter logWeights: ln of density over proposal, −∞ for a draw where the density is zero.
  public init(logWeights: [Double]) {
    let count = logWeights.count
    let top = logWeights.max() ?? -.infinity
    guard count > 0, top > -.infinity, top.isFinite else {
      weights = [Double](repeating: count > 0 ? 1 / Double(count) : 0, count: count)
      (tailIndex, logMean) = (.infinity, -.infinity)
      return
    }
    var raw = logWeights.map { $0.isNaN ? 0 : Double.exp($0 - top) }
    let order = raw.indices.sorted { raw[$0] < raw[$1] }
    let tail = min(count / 5, Int(3 * Double(count).squareRoot()))
    var index = Double.infinity
    if tail >= Self.leastTail, count > tail {
      let threshold = raw[order[count - tail - 1]]
      let excesses = order.suffix(tail).map { raw[$0] - threshold }
      if excesses[tail - 1] <= 1e-12 {
        // All alike: no tail at all.
        index = -.infinity
      } else if threshold > 0 {
        let fit = GeneralizedPareto(excesses: excesses)
        index = fit.shape
        for (place, draw) in order.suffix(tail).enumerated() {
          raw[draw] = min(threshold + fit.quantile((Double(place) + 0.5) / Double(tail)), 1)
        }
      }
    }
    let total = raw.reduce(0, +)
    weights = raw.map { $0 / total }
    tailIndex = index
    logMean = top + .log(total / Double(count))
  }

  /// 1/Σw²: of how many independent draws the weighted means are worth.
  public var effectiveSampleSize: Double { 1 / weights.reduce(0) { $0 + $1 * $1 } }

  /// The share of the draws that ``effectiveSampleSize`` is.
  public var efficiency: Double { effectiveSampleSize / Double(weights.count) }
}
