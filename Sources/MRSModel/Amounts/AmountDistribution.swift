import MRSCore
import Numerics

/// The joint distribution of the amounts of all species: multivariate log-normal, ln a ~ N(μ, Σ).
public struct AmountDistribution: Hashable, Sendable {
  /// The species, in order.
  public let names: [String]
  /// μ, shape (K).
  public let logMeans: [Double]
  /// Σ, shape (K, K).
  public let logCovariance: Matrix
  /// A factor L with Σ = L·Lᵀ.
  private let factor: Matrix

  /// - Throws: `LinearAlgebraError` when Σ's eigenvalues cannot be found.
  public init(names: [String], logMeans: [Double], logCovariance: Matrix) throws(LinearAlgebraError) {
    precondition(names.count == logMeans.count && logCovariance.rows == names.count)
    self.names = names
    self.logMeans = logMeans
    self.logCovariance = logCovariance
    factor = try logCovariance.symmetricRoot()
  }

  /// One set of amounts, in order of ``names``.
  public func draw(using stream: inout RandomStream) -> [Double] {
    let normals = names.indices.map { _ in stream.normal() }
    return zip(logMeans, factor * normals).map { .exp($0 + $1) }
  }

  /// ln of the normal density of the amounts' logarithms, in order of ``names``.
  /// - Throws: `LinearAlgebraError` where Σ is singular.
  public func logDensity(ofLogarithms logarithms: [Double]) throws(LinearAlgebraError) -> Double {
    let distance = zip(logarithms, logMeans).map { $0 - $1 }
    let solved = try logCovariance.solvedPositiveDefinite(Matrix(columns: [distance])).elements
    let square = zip(distance, solved).reduce(0) { $0 + $1.0 * $1.1 }
    return try -(square + logCovariance.logDeterminant() + Double(names.count) * Double.log(2 * Double.pi)) / 2
  }

  /// The logarithm's standard deviation of species `k`.
  public func logDeviation(_ k: Int) -> Double { logCovariance[k, k].squareRoot() }

  /// exp(μ + σ²/2).
  public func mean(_ k: Int) -> Double { .exp(logMeans[k] + logCovariance[k, k] / 2) }

  /// mean·√(exp(σ²) − 1).
  public func standardDeviation(_ k: Int) -> Double { mean(k) * Double.expMinusOne(logCovariance[k, k]).squareRoot() }

  /// Mean and standard deviation of the sum of some species, with Cov(aᵢ, aⱼ) = meanᵢ·meanⱼ·(exp(Σᵢⱼ) − 1); `nil` where one of
  /// them is lacking.
  public func moments(ofSum members: [String]) -> (mean: Double, deviation: Double)? {
    let places = members.compactMap { names.firstIndex(of: $0) }
    guard places.count == members.count, !places.isEmpty else { return nil }
    var variance = 0.0
    for i in places {
      for j in places { variance += mean(i) * mean(j) * Double.expMinusOne(logCovariance[i, j]) }
    }
    return (places.reduce(0) { $0 + mean($1) }, variance.squareRoot())
  }

  /// Mean and standard deviation of a species; of one that the distribution lacks nothing is known.
  public func moments(of name: String) -> (mean: Double, deviation: Double) {
    names.firstIndex(of: name).map { (mean($0), standardDeviation($0)) } ?? (0, .infinity)
  }

  /// exp(μ).
  public func median(_ k: Int) -> Double { .exp(logMeans[k]) }

  /// The same medians with every logarithmic deviation multiplied by `factor` and none below `minimum`; correlations
  /// are kept.
  /// - Throws: `LinearAlgebraError`.
  public func widened(by factor: Double, minimum: Double) throws(LinearAlgebraError) -> AmountDistribution {
    let scale = names.indices.map { k in
      logDeviation(k) > 0 ? max(minimum, factor * logDeviation(k)) / logDeviation(k) : 0
    }
    var covariance = logCovariance
    for j in names.indices { for i in names.indices { covariance[i, j] *= scale[i] * scale[j] } }
    for k in names.indices where scale[k] == 0 { covariance[k, k] = minimum * minimum }
    return try AmountDistribution(names: names, logMeans: logMeans, logCovariance: covariance)
  }

  /// The same medians where all of `members` may be more or less by one factor, the logarithm of which has this standard
  /// deviation: Σ + d²·11ᵀ over them. Ratios among them stay as well known as they were.
  /// - Throws: `LinearAlgebraError`.
  public func varying(
    together members: [String], deviation: Double
  ) throws(LinearAlgebraError) -> AmountDistribution {
    let indices = names.indices.filter { members.contains(names[$0]) }
    var covariance = logCovariance
    for j in indices { for i in indices { covariance[i, j] += deviation * deviation } }
    return try AmountDistribution(names: names, logMeans: logMeans, logCovariance: covariance)
  }
}

extension AmountDistribution: Codable {
  private enum Key: String, CodingKey { case names, logMeans, logCovariance }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let names = try container.decode([String].self, forKey: .names)
    let means = try container.decode([Double].self, forKey: .logMeans)
    let rows = try container.decode([[Double]].self, forKey: .logCovariance)
    guard means.count == names.count, rows.count == names.count, rows.allSatisfy({ $0.count == names.count }) else {
      throw DecodingError.dataCorruptedError(
        forKey: .logCovariance, in: container,
        debugDescription:
          "\(rows.count) rows and \(means.count) means for \(names.count) names; expected one each a name")
    }
    try self.init(names: names, logMeans: means, logCovariance: Matrix(columns: rows))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(names, forKey: .names)
    try container.encode(logMeans, forKey: .logMeans)
    try container.encode(names.indices.map { logCovariance.column($0) }, forKey: .logCovariance)
  }
}
