import MRSCore
import Numerics

extension AmountDistribution {
  /// The log-normal distribution that has the means m and covariances c of amounts: σᵢⱼ = ln(1 + cᵢⱼ/(mᵢ·mⱼ)), μᵢ = ln mᵢ − σᵢᵢ/2.
  /// Where only deviations are known the logarithms are independent.
  /// - Precondition: every amount is above zero.
  /// - Throws: `LinearAlgebraError`.
  public init(of quantification: Quantification) throws(LinearAlgebraError) {
    let amounts = quantification.amounts
    var covariance = Matrix(zeros: amounts.count, amounts.count)
    for i in amounts.indices {
      let relative = amounts[i].standardDeviation / amounts[i].value
      covariance[i, i] = .log(onePlus: relative * relative)
      for j in 0..<i {
        guard let shared = quantification.covariance?[i, j] else { continue }
        covariance[i, j] = .log(onePlus: shared / (amounts[i].value * amounts[j].value))
        covariance[j, i] = covariance[i, j]
      }
    }
    try self.init(
      names: amounts.map(\.name), logMeans: amounts.indices.map { .log(amounts[$0].value) - covariance[$0, $0] / 2 },
      logCovariance: covariance)
  }

  /// The same with the species that only another distribution has, independent of its own.
  /// - Throws: `LinearAlgebraError`.
  public func completed(by other: AmountDistribution) throws(LinearAlgebraError) -> AmountDistribution {
    let further = other.names.indices.filter { !names.contains(other.names[$0]) }
    let count = names.count
    var covariance = Matrix(zeros: count + further.count, count + further.count)
    for j in 0..<count { for i in 0..<count { covariance[i, j] = logCovariance[i, j] } }
    for (j, l) in further.enumerated() {
      for (i, k) in further.enumerated() { covariance[count + i, count + j] = other.logCovariance[k, l] }
    }
    return try AmountDistribution(
      names: names + further.map { other.names[$0] }, logMeans: logMeans + further.map { other.logMeans[$0] },
      logCovariance: covariance)
  }
}
