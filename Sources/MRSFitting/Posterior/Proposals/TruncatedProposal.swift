import MRSCore
import MRSStatistics
import Numerics

/// A normal distribution of given precision, cut at the ends of each variable's range: one variable after another, each
/// from its conditional between its ends (Geweke 1991; Keane 1994, doi:10.2307/2951477).
///
/// The density of what is drawn is known exactly, which that of a multivariate normal cut as a whole is not.
struct TruncatedProposal: Sendable {
  /// By how much conditionals are wider than the precision says.
  let widening: Double

  /// Ends farther than this, in deviations, cut nothing off.
  private static let farthest = 7.0
  /// Where less than this share lies between the ends, it is not waited for.
  private static let leastShare = 0.05

  /// Where each variable is nearest the middle of its conditional, and ln of the density there.
  /// - Parameters: as ``draw(about:_:lower:upper:using:)``.
  func middle(
    about mean: [Double], _ factor: CholeskyFactor, lower: [Double], upper: [Double]
  ) -> (values: [Double], logDensity: Double) {
    cut(about: mean, factor, lower: lower, upper: upper) { low, high, _ in min(max(0, low), high) }
  }

  /// A draw about `mean`, and ln of its density.
  /// - Parameters:
  ///   - factor: of the precision L·Lᵀ.
  ///   - lower: the ends, as `upper`.
  func draw(
    about mean: [Double], _ factor: CholeskyFactor, lower: [Double], upper: [Double], using stream: inout RandomStream
  ) -> (values: [Double], logDensity: Double) {
    cut(about: mean, factor, lower: lower, upper: upper) { low, high, share in
      guard let share else { return stream.normal() }
      if share > Self.leastShare {
        while true {
          let normal = stream.normal()
          if normal >= low && normal <= high { return normal }
        }
      }
      let part = stream.uniform()
      let tail =
        low > 0
        ? -NormalDistribution.quantile(NormalDistribution.upperTail(low) - part * share)
        : NormalDistribution.quantile(NormalDistribution.cumulative(low) + part * share)
      return min(max(tail, low), high)
    }
  }

  /// Each variable where `place` puts it, in deviations of its conditional, and ln of the density there.
  /// - Parameter place: told the ends in those deviations, and what lies between them where they cut anything off.
  private func cut(
    about mean: [Double], _ factor: CholeskyFactor, lower: [Double], upper: [Double],
    place: (_ low: Double, _ high: Double, _ share: Double?) -> Double
  ) -> (values: [Double], logDensity: Double) {
    let count = mean.count
    var moved = [Double](repeating: 0, count: count)
    var logDensity = 0.0
    // Lᵀx = e from the last on: x_j given those after it is N(−Σ L_ij·x_i/L_jj, 1/L_jj²).
    for j in stride(from: count - 1, through: 0, by: -1) {
      let diagonal = factor.lower.elements[j * count + j]
      var pull = 0.0
      for i in j + 1..<max(count, j + 1) { pull += factor.lower.elements[j * count + i] * moved[i] }
      let centre = -pull / diagonal
      let deviation = widening / diagonal
      let low = (lower[j] - mean[j] - centre) / deviation
      let high = (upper[j] - mean[j] - centre) / deviation
      var share: Double?
      if low >= -Self.farthest || high <= Self.farthest {
        let between =
          low > 0
          ? NormalDistribution.upperTail(low) - NormalDistribution.upperTail(high)
          : NormalDistribution.cumulative(high) - NormalDistribution.cumulative(low)
        logDensity -= .log(max(between, .leastNormalMagnitude))
        share = between
      }
      let normal = place(low, high, share)
      moved[j] = centre + deviation * normal
      logDensity += -0.5 * normal * normal - 0.5 * .log(2 * .pi) - .log(deviation)
    }
    return (zip(mean, moved).map(+), logDensity)
  }
}
