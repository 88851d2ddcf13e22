import MRSCore
import Numerics

/// Whether chains agree on one quantity, and how many independent draws they are worth.
///
/// Rank-normalised split-R̂ (the larger of bulk and folded) and bulk and tail effective sample sizes of Vehtari, Gelman,
/// Simpson, Carpenter & Bürkner (2021, doi:10.1214/20-BA1221); autocorrelations are cut by Geyer's initial monotone
/// sequence (1992, doi:10.1214/ss/1177011137).
public struct ConvergenceDiagnostics: Hashable, Sendable {
  /// 1 for chains that have mixed; the paper asks for less than 1.01.
  public let rHat: Double
  /// Of the rank-normalised draws: for the centre of the distribution; the paper asks for 100 a chain, 400 in all.
  public let bulkSampleSize: Double
  /// The smaller of those of the 5 % and the 95 % quantile.
  public let tailSampleSize: Double
  public let mean: Double
  public let standardDeviation: Double
  /// The Monte-Carlo standard error of ``mean``: the standard deviation over the root of the mean's own sample size.
  public let meanError: Double
  /// All draws, rising.
  private let sorted: [Double]

  /// - Parameter chains: the draws of one quantity, chain by chain, all of one length.
  /// - Throws: ``SamplerError/tooFewDraws(chains:draws:)``, ``SamplerError/damagedDraws(chain:)``.
  public init(_ chains: [[Double]]) throws(SamplerError) {
    let length = chains.first?.count ?? 0
    guard length >= 8 else { throw .tooFewDraws(chains: chains.count, draws: length) }
    if let bad = chains.firstIndex(where: { $0.count != length || !$0.allSatisfy(\.isFinite) }) {
      throw .damagedDraws(chain: bad)
    }
    let split = Self.halves(chains)
    let all = chains.flatMap(\.self)
    sorted = all.sorted()
    mean = all.reduce(0, +) / Double(all.count)
    standardDeviation = Self.isConstant(all) ? 0 : Self.variance(all).squareRoot()
    let median = Self.quantile(0.5, ofSorted: sorted)
    let ranked = Self.rankNormalized(split)
    let folded = Self.rankNormalized(split.map { $0.map { abs($0 - median) } })
    rHat = max(Self.rHat(ranked), Self.rHat(folded))
    bulkSampleSize = Self.sampleSize(ranked)
    let low = Self.quantile(0.05, ofSorted: sorted)
    let high = Self.quantile(0.95, ofSorted: sorted)
    tailSampleSize = min(
      Self.sampleSize(split.map { $0.map { $0 <= low ? 1 : 0 } }),
      Self.sampleSize(split.map { $0.map { $0 <= high ? 1 : 0 } }))
    meanError = standardDeviation / Self.sampleSize(split).squareRoot()
  }

  /// The quantile of all draws, linear between order statistics.
  public func quantile(_ probability: Double) -> Double { Self.quantile(probability, ofSorted: sorted) }

  /// True with R̂ below 1.01 and both sample sizes of 400 and more.
  public var isConverged: Bool { rHat < 1.01 && min(bulkSampleSize, tailSampleSize) >= 400 }

  /// Each chain in two halves; the middle draw of an odd number is left out.
  private static func halves(_ chains: [[Double]]) -> [[Double]] {
    chains.flatMap { [Array($0.prefix($0.count / 2)), Array($0.suffix($0.count / 2))] }
  }

  /// z = Φ⁻¹((rank − 3/8)/(S + 1/4)) of every draw among all S.
  private static func rankNormalized(_ chains: [[Double]]) -> [[Double]] {
    let length = chains[0].count
    let ranks = Ranks(chains.flatMap(\.self)).values
    let z = ranks.map { NormalDistribution.quantile(($0 - 0.375) / (Double(ranks.count) + 0.25)) }
    return chains.indices.map { Array(z[$0 * length..<($0 + 1) * length]) }
  }

  /// √((B/W + n − 1)/n).
  private static func rHat(_ chains: [[Double]]) -> Double {
    // Equal values are compared, not their variance, which rounding keeps from being zero.
    if chains.allSatisfy(isConstant) { return chains.allSatisfy { $0[0] == chains[0][0] } ? 1 : .infinity }
    let count = Double(chains[0].count)
    let between = count * variance(chains.map { $0.reduce(0, +) / count })
    let within = chains.map(variance).reduce(0, +) / Double(chains.count)
    return ((between / within + count - 1) / count).squareRoot()
  }

  /// S/τ with τ = −1 + 2·Σ ρ_t over Geyer's initial monotone sequence.
  private static func sampleSize(_ chains: [[Double]]) -> Double {
    let length = chains[0].count
    let total = Double(length * chains.count)
    // Draws that never vary tell nothing of their correlation: Vehtari et al. count them all. Chains that stand still in
    // different places are worth a draw each.
    if chains.allSatisfy(isConstant) {
      return chains.allSatisfy { $0[0] == chains[0][0] } ? total : Double(chains.count)
    }
    let means = chains.map { $0.reduce(0, +) / Double(length) }
    let centred = zip(chains, means).map { chain, mean in chain.map { $0 - mean } }
    func covariance(_ lag: Int) -> Double {
      var sum = 0.0
      for chain in centred { for t in 0..<(length - lag) { sum += chain[t] * chain[t + lag] } }
      return sum / total
    }
    let within = covariance(0) * Double(length) / Double(length - 1)
    let spread = covariance(0) + (chains.count > 1 ? variance(means) : 0)
    func correlation(_ lag: Int) -> Double { 1 - (within - covariance(lag)) / spread }

    // Pairs of lags while their sum is positive; the last one looked at, from `last` on, is not part of the sequence.
    var rho = [1.0, correlation(1)]
    var last = 0
    while last < length - 5, rho[last] + rho[last + 1] > 0 {
      last += 2
      rho += [correlation(last), correlation(last + 1)]
    }
    let even = rho[last]
    rho.removeLast(rho.count - last)
    for t in stride(from: 2, to: rho.count - 1, by: 2) where rho[t] + rho[t + 1] > rho[t - 2] + rho[t - 1] {
      rho[t] = (rho[t - 2] + rho[t - 1]) / 2
      rho[t + 1] = rho[t]
    }
    // Half a pair more makes antithetic chains' sizes less variable.
    let tau = -1 + 2 * rho.reduce(0, +) + max(0, even)
    return total / max(tau, 1 / Double.log10(total))
  }

  private static func isConstant(_ values: [Double]) -> Bool { values.allSatisfy { $0 == values[0] } }

  private static func variance(_ values: [Double]) -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
  }

  private static func quantile(_ probability: Double, ofSorted values: [Double]) -> Double {
    let position = probability * Double(values.count - 1)
    let index = min(Int(position), values.count - 2)
    return values[index] + (position - Double(index)) * (values[index + 1] - values[index])
  }
}
