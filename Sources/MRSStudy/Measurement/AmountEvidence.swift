import MRSCore
import MRSModel
import MRSNetworks
import Numerics

/// What one scan says of the logarithms of a subject's amounts (mM), whatever one believes of patients beforehand.
///
/// A posterior N(m, C) under a prior N(m₀, C₀) is that prior times a normal likelihood of precision P = C⁻¹ − C₀⁻¹ and
/// information h = C⁻¹·m − C₀⁻¹·m₀ (`GaussianDensity.data(beyond:)`). Under any other prior the same likelihood gives another
/// posterior, and the probability of the scan itself.
public struct AmountEvidence: Hashable, Sendable {
  public let names: [String]
  /// P, shape (names, names).
  public let precision: Matrix
  /// h.
  public let information: [Double]

  /// - Parameters:
  ///   - quantification: of a method that tells a posterior: the network or `map`.
  ///   - prior: what that posterior was told of amounts.
  /// - Throws: ``StudyError/noPosterior(method:name:)`` where an amount of the prior is not told, or told as a normal;
  ///   `LinearAlgebraError`.
  public init(_ quantification: Quantification, under prior: AmountDistribution) throws {
    var places: [Int] = []
    var means: [Double] = []
    var deviations: [Double] = []
    for (k, name) in prior.names.enumerated() {
      guard let place = quantification.amounts.firstIndex(where: { $0.name == name }),
        let spread = quantification.amounts[place].logarithm
      else { throw StudyError.noPosterior(method: quantification.method, name: name) }
      places.append(place)
      // Of which nothing is told, as of an amount at zero, counts as what was known before.
      let isTold = spread.mean.isFinite && spread.deviation.isFinite && spread.deviation > 0
      means.append(isTold ? spread.mean : prior.logMeans[k])
      deviations.append(isTold ? spread.deviation : prior.logDeviation(k))
    }
    var covariance =
      try quantification.logCorrelation(of: places)
      ?? Matrix(diagonal: [Double](repeating: 1, count: places.count))
    for j in places.indices { for i in places.indices { covariance[i, j] *= deviations[i] * deviations[j] } }
    let data = try GaussianDensity(mean: means, covariance: covariance).data(
      beyond: GaussianDensity(mean: prior.logMeans, covariance: prior.logCovariance))
    names = prior.names
    precision = data.precision
    information = data.information
  }

  /// - Precondition: precision and information are of the names.
  public init(names: [String], precision: Matrix, information: [Double]) {
    self.names = names
    self.precision = precision
    self.information = information
  }

  /// What two scans of the same subject say together: precisions and information add up.
  /// - Precondition: of the same species.
  func adding(_ other: AmountEvidence) -> AmountEvidence {
    precondition(other.names == names)
    return AmountEvidence(
      names: names, precision: precision + other.precision, information: zip(information, other.information).map(+))
  }

  /// What is then known of the logarithms under a prior N(μ, Σ): precision P + Σ⁻¹, mean of h + Σ⁻¹·μ.
  /// - Throws: `LinearAlgebraError`.
  public func posterior(under prior: AmountDistribution) throws(LinearAlgebraError) -> GaussianDensity {
    let own = try prior.logCovariance.invertedPositiveDefinite()
    let covariance = try (precision + own).invertedPositiveDefinite()
    return GaussianDensity(mean: covariance * zip(information, own * prior.logMeans).map(+), covariance: covariance)
  }

  /// ln of the probability of the scan under a prior N(μ, Σ), but for what all priors share: with Λ = Σ⁻¹, A = P + Λ and
  /// b = h + Λ·μ it is ½(ln|Λ| − ln|A| + bᵀA⁻¹b − μᵀΛμ).
  /// - Throws: `LinearAlgebraError`.
  public func logEvidence(under prior: AmountDistribution) throws(LinearAlgebraError) -> Double {
    let own = try prior.logCovariance.invertedPositiveDefinite()
    let pulled = own * prior.logMeans
    let all = zip(information, pulled).map(+)
    let sum = precision + own
    let solved = try sum.solvedPositiveDefinite(Matrix(columns: [all])).elements
    let fit = zip(all, solved).reduce(0) { $0 + $1.0 * $1.1 }
    let distance = zip(prior.logMeans, pulled).reduce(0) { $0 + $1.0 * $1.1 }
    let determinants = try prior.logCovariance.logDeterminant() + sum.logDeterminant()
    return (fit - distance - determinants) / 2
  }
}

extension Amount {
  /// Mean and deviation of the logarithm of a positive amount, where the method tells a posterior of it.
  fileprivate var logarithm: (mean: Double, deviation: Double)? {
    switch distribution {
    case .logNormal(let mean, let deviation): (mean, deviation)
    case .logarithmic(let spread): (.log(spread.median), (spread.below + spread.above) / 2)
    case .normal, .quantiles: nil
    }
  }
}
