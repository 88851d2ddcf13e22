import Numerics

/// The generalised Pareto distribution of excesses, 1 − (1 + k·x/σ)^(−1/k), fitted to a sample.
///
/// By the quasi-Bayesian estimate of Zhang & Stephens (2009, doi:10.1198/tech.2009.08017), with the shape drawn towards
/// ½ as by ten further observations (Vehtari et al. 2024).
public struct GeneralizedPareto: Hashable, Sendable {
  /// k.
  public let shape: Double
  /// σ.
  public let scale: Double

  /// - Precondition: `excesses` rise, none is negative, and the last is above zero.
  public init(excesses: [Double]) {
    let (count, largest) = (excesses.count, excesses.last ?? 0)
    precondition(count > 0 && largest > 0 && excesses[0] >= 0, "excesses rise from zero to above zero")
    let quartile = max(excesses[max(Int(Double(count) / 4 + 0.5) - 1, 0)], 1e-9 * largest)
    let grid = 30 + Int(Double(count).squareRoot())
    func meanLog(_ b: Double) -> Double {
      excesses.reduce(0) { $0 + Double.log(onePlus: -b * $1) } / Double(count)
    }
    let candidates = (1...grid).map { j -> Double in
      let ratio = (Double(grid) / (Double(j) - 0.5)).squareRoot()
      return (1 - ratio) / (3 * quartile) + 1 / largest
    }
    let likelihoods = candidates.map { b -> Double in
      let k = meanLog(b)
      return Double(count) * (.log(-b / k) - k - 1)
    }
    let top = likelihoods.filter(\.isFinite).max() ?? 0
    let weights = likelihoods.map { $0.isFinite ? Double.exp($0 - top) : 0 }
    let total = weights.reduce(0, +)
    let b = zip(candidates, weights).map { $0 * $1 }.reduce(0, +) / total
    let k = meanLog(b)
    scale = -k / b
    shape = (k * Double(count) + 0.5 * Self.observations) / (Double(count) + Self.observations)
  }

  /// What the draw of the shape towards ½ weighs.
  private static let observations = 10.0

  /// The excess below which the given share lies, 0 … 1.
  public func quantile(_ share: Double) -> Double {
    let log = Double.log(onePlus: -share)
    return shape == 0 ? -scale * log : scale * .expMinusOne(-shape * log) / shape
  }
}
